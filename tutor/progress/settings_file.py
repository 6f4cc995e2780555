"""`settings.toml` in the home: read, and written so that comments stay.

A file that can't be understood is never written to; nor is anything written that nobody changed.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.home import home_dir
from tutor.progress import files
from tutor.progress.files import NotSaved
from tutor.progress.settings import KEYS, Fault, Parsed, Settings, line_of, parse

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

    Edit = Callable[[TOMLDocument], None]

FILE = "settings.toml"
MOST_BYTES = 200_000
HEADER = """\
# What is set in Tutor. The settings screen writes here and keeps your comments; what you change
# here with another editor is noticed when you save. A setting that is missing has its default.
# [keys] gives actions other keys: "lesson.next" = "n, right". `tutor keys` lists their names.
"""


class SettingsFile:
    """The file, and what it said when it was last read."""

    def __init__(self, home: Path | None = None) -> None:
        self.path = (home_dir() if home is None else home) / FILE
        self.parsed = Parsed()
        self._seen = ""  # the text that was read or written last
        self._stamp: tuple[int, int, int] | None = None

    @property
    def settings(self) -> Settings:
        """What is set."""
        return self.parsed.settings

    def load(self) -> Parsed:
        """Read the file, which need not exist."""
        self._stamp = files.identity(self.path)
        try:
            self._seen = self._text()
            self.parsed = parse(self._seen)
        except NotSaved as trouble:
            self.parsed = Parsed(faults=(Fault(0, trouble.reason, ""),), broken=True)
        return self.parsed

    def is_news(self) -> bool:
        """Whether somebody has saved the file since it was last read or written here."""
        return files.identity(self.path) != self._stamp

    def line_of(self, name: str) -> int:
        """The line on which a setting or a binding stands, from 1; 0 if that isn't known."""
        return line_of(self._seen, name)

    def _text(self) -> str:
        """The text; NotSaved, whose reason is for the learner, if it can't be read."""
        try:
            if not self.path.exists():
                return ""
            if not self.path.is_file():
                raise NotSaved(f"{self.path} is no ordinary file. Move it away.")
            data = self.path.read_bytes()
        except OSError as error:
            why = files.reason(error).replace("write there", "read it")
            raise NotSaved(f"{self.path} can't be read: {why}.") from error
        if len(data) > MOST_BYTES:
            raise NotSaved(f"{self.path} is longer than {MOST_BYTES // 1000} kB.")
        try:
            return files.plain(data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise NotSaved(
                f"{self.path} isn't UTF-8 text (line {line}). Save it as UTF-8 in your editor."
            ) from error

    # --- writing -----------------------------------------------------------------------------

    def change(self, name: str, value: object) -> None:
        """Set a setting in the file, the rest of which stays as it is. Raises NotSaved."""

        def edit(document: TOMLDocument) -> None:
            document[name] = value

        self._write(edit)

    def change_keys(self, binding: str, keys: Sequence[str] | None) -> None:
        """Give a binding keys, or (None) its own again. Raises NotSaved."""

        def edit(document: TOMLDocument) -> None:
            if keys is None and KEYS not in document:
                return
            table = _keys_of(document)
            if keys is None or binding not in table:
                _forget(table, binding)
            if keys is not None:
                # A list where a comma among the keys would be taken for what separates them.
                together = ", ".join(keys)
                table[binding] = list(keys) if len(keys) > 1 and "," in keys else together

        self._write(edit)

    def make(self) -> None:
        """Make the file if there is none, so that an editor can open it. Raises NotSaved."""
        if not self.path.exists():
            self._replace(HEADER)
            self._stamp = files.identity(self.path)

    def _write(self, edit: Edit) -> None:
        import tomlkit  # noqa: PLC0415 - most visits change nothing

        text = self._text()
        parsed = parse(text)
        if parsed.broken:
            fault = parsed.faults[0]
            raise NotSaved(f"{self.path} was left as it is: {fault}")
        try:
            document = tomlkit.parse(text or HEADER)
            edit(document)
        except tomlkit.exceptions.TOMLKitError as error:  # pickier than what reads it
            raise NotSaved(f"{self.path} was left as it is: {error}.") from error
        changed = tomlkit.dumps(document)
        if changed == text:
            return
        if parse(changed).broken:  # not ours to lose
            raise NotSaved(f"{self.path} was left as it is: it would not have been TOML any more.")
        self._replace(changed)
        self._stamp = files.identity(self.path)
        self._seen, self.parsed = changed, parse(changed)

    def _replace(self, text: str) -> None:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            target = files.target(self.path)
            files.replace(target, text.encode())
        except OSError as error:
            raise NotSaved(f"{self.path} could not be saved: {files.reason(error)}.") from error
        except NotSaved as error:
            why = error.__cause__
            words = files.reason(why) if isinstance(why, OSError) else "it is read-only"
            raise NotSaved(f"{self.path} could not be saved: {words}.") from error


def _keys_of(document: TOMLDocument) -> MutableMapping[str, Any]:
    import tomlkit  # noqa: PLC0415
    from tomlkit.container import OutOfOrderTableProxy  # noqa: PLC0415
    from tomlkit.items import InlineTable, Table  # noqa: PLC0415

    if KEYS not in document:
        document[KEYS] = tomlkit.table()
    table = document[KEYS]
    if not isinstance(table, Table | InlineTable | OutOfOrderTableProxy):
        raise NotSaved("keys is no table. Write [keys], and below it its lines.")
    return table


def _forget(table: MutableMapping[str, Any], name: str) -> None:
    """Remove a binding, also where it was written without quotation marks: a table for each dot."""
    table.pop(name, None)
    first, _, rest = name.partition(".")
    inner = table.get(first)
    if rest and isinstance(inner, MutableMapping):
        _forget(inner, rest)
        if not inner:
            table.pop(first)
