"""The widget that draws images in half blocks."""

from __future__ import annotations

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tutor.app.images_picture import draw
from tutor.app.plot_canvas import Markers
from tutor.app.surface_colours import Palette
from tutor.app.surface_strips import palette_of, strip_of
from tutor.engine.protocol import Images

TEXT_WIDTH = 72  # of the plain text of images that have no size yet


class ImagesView(Widget):
    """Images side by side, a label under each; as high as they need."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ImagesView {
        width: 1fr;
        height: auto;
    }
    """
    HELP = """\
**Images.** Two pixels to a character, a label under each image. On a terminal with few colours
they are drawn in shades of grey characters.
"""

    def __init__(
        self,
        event: Images,
        *,
        markers: Markers = "braille",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.event = event
        self._markers: Markers = markers
        self._strips: list[Strip] = []
        self._drawn_for: tuple[int, Palette] | None = None

    def show(self, event: Images) -> None:
        """Draw other images in the place of these."""
        self.event, self._drawn_for = event, None
        self.refresh(layout=True)

    @property
    def text(self) -> str:
        """The images in characters, for a saved page."""
        width = self.size.width or TEXT_WIDTH
        rows = draw(self.event, width, Palette("ansi", True), self._markers)
        return "\n".join("".join(cell.text for cell in row).rstrip() for row in rows)

    @property
    def markers(self) -> Markers:
        """What images are drawn with: half blocks, unless these are to be ASCII."""
        return self._markers

    @markers.setter
    def markers(self, markers: Markers) -> None:
        if markers != self._markers:
            self._markers, self._drawn_for = markers, None
            self.refresh(layout=True)

    def on_mount(self) -> None:
        """Follow the theme."""
        self._markers = getattr(self.app, "markers", self._markers)
        self.app.theme_changed_signal.subscribe(self, lambda _: self.refresh())
        settings = getattr(self.app, "settings_changed", None)
        if settings is not None:
            settings.subscribe(self, lambda new: setattr(self, "markers", new.markers))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the images need at that width."""
        return len(self._drawn(width))

    def render_line(self, y: int) -> Strip:
        """A row of pixels, or of labels."""
        strips = self._drawn(self.size.width)
        return strips[y] if y < len(strips) else Strip.blank(self.size.width, self.rich_style)

    def _drawn(self, width: int) -> list[Strip]:
        palette = palette_of(self)
        if self._drawn_for != (width, palette):
            rows = draw(self.event, width, palette, self._markers)
            self._strips = [strip_of(row, self.rich_style) for row in rows]
            self._drawn_for = width, palette
        return self._strips
