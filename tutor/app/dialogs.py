"""Small screens over the others: help, glossary, contents, something that went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.app.prose import PageMarkdown
from tutor.course.model import Lesson, Problem, Term


class TextDialog(ModalScreen[None]):
    """A title and some Markdown. Escape closes it."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("escape,q,question_mark", "dismiss", "close", id="dialog.close"),
        Binding("up,k", "scroll(-1)", "scroll", id="dialog.up", show=False),
        Binding("down,j", "scroll(1)", "scroll", id="dialog.down", show=False),
    ]

    def __init__(self, title: str, markdown: str) -> None:
        super().__init__()
        self.heading = title
        self.markdown = markdown

    def compose(self) -> ComposeResult:
        """Title, text, how to leave."""
        with Vertical(classes="dialog"):
            yield Static(Content(self.heading), classes="dialog-title")
            with VerticalScroll(classes="dialog-body"):
                yield PageMarkdown(self.markdown)
            yield Static("escape closes", classes="dialog-foot")

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


class ListDialog(ModalScreen[str | None]):
    """Choose one of several things. Escape chooses none."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("escape,q", "dismiss(None)", "close", id="dialog.close"),
        Binding("j", "cursor(1)", "down", id="dialog.down", show=False),
        Binding("k", "cursor(-1)", "up", id="dialog.up", show=False),
    ]

    def __init__(self, title: str, options: Sequence[tuple[str, str]], selected: int = 0) -> None:
        """`options` are pairs of an id and the text that is shown."""
        super().__init__()
        self.heading = title
        self.options = options
        self.selected = selected

    def compose(self) -> ComposeResult:
        """Title, list, how to leave."""
        with Vertical(classes="dialog"):
            yield Static(Content(self.heading), classes="dialog-title")
            yield OptionList(
                *(Option(Content(text), id=key) for key, text in self.options),
                classes="dialog-body",
            )
            yield Static("enter chooses · escape closes", classes="dialog-foot")

    def on_mount(self) -> None:
        """Start where one is."""
        choices = self.query_one(OptionList)
        choices.highlighted = self.selected
        choices.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give back the choice."""
        self.dismiss(event.option.id)

    def action_cursor(self, step: int) -> None:
        """Move as vi does."""
        choices = self.query_one(OptionList)
        (choices.action_cursor_down if step > 0 else choices.action_cursor_up)()


class Question(ModalScreen[bool]):
    """A question to be answered yes or no. Escape is no."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("enter,y", "dismiss(True)", "yes", id="dialog.yes"),
        Binding("escape,n,q", "dismiss(False)", "no", id="dialog.no"),
    ]

    def __init__(self, title: str, markdown: str, *, yes: str, no: str) -> None:
        """`yes` and `no` say what either answer does, in a word or two."""
        super().__init__()
        self.heading = title
        self.markdown = markdown
        self.yes = yes
        self.no = no

    def compose(self) -> ComposeResult:
        """Title, text, the two answers; each can be clicked."""
        with Vertical(classes="dialog"):
            yield Static(Content(self.heading), classes="dialog-title")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield PageMarkdown(self.markdown)
            answers = Content.assemble(
                Content(f"enter: {self.yes}").stylize(_click("dismiss(True)")),
                "  ·  ",
                Content(f"escape: {self.no}").stylize(_click("dismiss(False)")),
            )
            yield Static(answers, classes="dialog-foot")


def _click(action: str) -> Style:
    return Style.from_meta({"@click": f"screen.{action}"})


def contents(lesson: Lesson, marks: str, current: int) -> ListDialog:
    """The pages of a lesson, to go to one."""
    pages = zip(lesson.pages, marks, strict=True)
    options = [(str(i), f"{mark} {i + 1:2}  {page.title}") for i, (page, mark) in enumerate(pages)]
    return ListDialog("Contents", options, current)


def term(entry: Term) -> TextDialog:
    """What a word means."""
    return TextDialog(entry.name, entry.text)


def problems(title: str, found: Sequence[Problem]) -> TextDialog:
    """What is wrong in a file, line by line."""
    lines = [f"- `{p.path}:{p.line}`  \n  {p.message}; {p.advice}" for p in found]
    text = (
        "This lesson can't be opened until its file is mended; the others can. "
        "`tutor lint` prints the same list.\n\n"
    )
    return TextDialog(title, text + "\n".join(lines))
