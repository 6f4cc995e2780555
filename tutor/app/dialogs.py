"""Small screens over the others: help, glossary, contents, something that went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.app import keys
from tutor.app.key_table import KeyTable, Line
from tutor.app.prose import PageMarkdown
from tutor.app.statusbar import signs
from tutor.course.model import Lesson, Problem, Term


class TextDialog(ModalScreen[None]):
    """A title and some Markdown. Escape closes it."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("escape,q,question_mark", "dismiss", "close", id="dialog.close"),
        Binding("up,k", "scroll(-1)", "up", id="dialog.up", show=False),
        Binding("down,j", "scroll(1)", "down", id="dialog.down", show=False),
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
                yield from self.body()
            foot = keys.fill(self, "[[dialog.close]] closes")
            yield Static(foot, classes="dialog-foot", markup=False)

    def body(self) -> ComposeResult:
        """What is scrolled."""
        yield PageMarkdown(self.markdown)

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


class HelpDialog(TextDialog):
    """Help: the words of what is on the screen, then its keys."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("K", "go('keys')", "list of all keys", id="app.keys", show=False),
        Binding("comma", "go('settings')", "settings", id="app.settings", show=False),
    ]

    def __init__(self, markdown: str, places: Mapping[str, Sequence[Line]]) -> None:
        """`places` are the lines of its table, by where the keys work."""
        super().__init__("Help", markdown)
        self.places = places

    def body(self) -> ComposeResult:
        """Words and keys."""
        yield PageMarkdown(self.markdown)
        yield KeyTable(self.places)

    async def action_go(self, where: str) -> None:
        """To another screen, which stands in the place of this one."""
        app = self.app
        self.dismiss()
        app.call_later(app.run_action, f"app.{where}")


class Choices(OptionList):
    """The list of a dialog, with keys that can be changed."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("enter", "select", "choose", id="dialog.choose"),
        Binding("down,j", "cursor_down", "down", id="dialog.down", show=False),
        Binding("up,k", "cursor_up", "up", id="dialog.up", show=False),
    ]


class ListDialog(ModalScreen[str | None]):
    """Choose one of several things. Escape chooses none."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("escape,q", "dismiss(None)", "close", id="dialog.close"),
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
            yield Choices(
                *(Option(Content(signs(self, text)), id=key) for key, text in self.options),
                classes="dialog-body",
            )
            foot = signs(self, "[[dialog.choose]] chooses · [[dialog.close]] closes")
            yield Static(keys.fill(self, foot), classes="dialog-foot", markup=False)

    def on_mount(self) -> None:
        """Start where one is."""
        choices = self.query_one(Choices)
        choices.highlighted = self.selected
        choices.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give back the choice."""
        self.dismiss(event.option.id)


class LineDialog(ModalScreen[str | None]):
    """Ask for one line of text. Escape leaves it as it was."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("escape", "dismiss(None)", "leave it", id="dialog.leave"),
    ]

    def __init__(self, title: str, value: str, hint: str) -> None:
        """`hint` says in a sentence what is asked for."""
        super().__init__()
        self.heading = title
        self.value = value
        self.hint = hint

    def compose(self) -> ComposeResult:
        """Title, hint, field, how to leave."""
        with Vertical(classes="dialog"):
            yield Static(Content(self.heading), classes="dialog-title")
            yield Static(self.hint, markup=False)
            yield Input(self.value, select_on_focus=False)
            foot = signs(self, "enter takes it · [[dialog.leave]] leaves it as it was")
            yield Static(keys.fill(self, foot), classes="dialog-foot", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give back what stands there."""
        self.dismiss(event.value)


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
            yes = keys.fill(self, f"[[dialog.yes]]: {self.yes}")
            no = keys.fill(self, f"[[dialog.no]]: {self.no}")
            answers = Content.assemble(
                Content(yes).stylize(_click("dismiss(True)")),
                signs(self, "  ·  "),
                Content(no).stylize(_click("dismiss(False)")),
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
