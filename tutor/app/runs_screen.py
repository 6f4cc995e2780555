"""All runs of a figure in a table: to compare them, to show and to hide them."""

from __future__ import annotations

from math import isnan

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import DataTable, Static

from tutor.app import keys
from tutor.app.comparing import Comparison, Entry, compare
from tutor.app.figure_model import FigureModel, News
from tutor.app.plot_colours import palette
from tutor.app.plot_scale import number
from tutor.app.runs import Run

OUTCOMES = {
    "": "running",
    "done": "",
    "raised": "error",
    "stopped": "stopped",
    "died": "died",
    "data": "no data",
}


class RunsScreen(ModalScreen[None]):
    """The table. A run can be shown, hidden, and taken as the measure of the others."""

    BINDINGS = [  # noqa: RUF012 - as in the base class
        Binding("escape,q,v", "dismiss", "close", key_display="esc", id="runs.close"),
        Binding("space,enter", "toggle_run", "show/hide", key_display="space", id="runs.toggle"),
        Binding("t", "target", "steps to reach this", id="runs.target"),
        Binding("j", "cursor(1)", "down", id="runs.down", show=False),
        Binding("k", "cursor(-1)", "up", id="runs.up", show=False),
    ]

    HELP = """\
**Runs compared.** Of each run: where a curve ended, its best value, and the first step at which it
was as good as the value in the head of the column, which is what every run has reached that did
not diverge. `[[runs.target]]` asks for the best of the marked run instead, and back.
`[[runs.toggle]]` shows the marked run in the figure or hides it.
"""

    def __init__(self, model: FigureModel) -> None:
        super().__init__()
        self.model = model
        self.reference: Run | None = None
        self.comparison = compare(model)

    def compose(self) -> ComposeResult:
        """Title, table, what can be done."""
        with Vertical(classes="dialog runs-dialog"):
            yield Static("Runs compared", classes="dialog-title")
            yield DataTable(classes="runs-table", cursor_type="row", zebra_stripes=False)
            yield Static(classes="dialog-foot", markup=False)

    def on_mount(self) -> None:
        """Fill the table, and follow a run that goes on."""
        self._fill()
        table = self.query_one(DataTable)
        table.move_cursor(row=table.row_count - 1)
        table.focus()
        self.model.listeners.append(self._heard)

    def on_unmount(self) -> None:
        """Nothing more to follow."""
        if self._heard in self.model.listeners:
            self.model.listeners.remove(self._heard)

    def _heard(self, what: News) -> None:
        if what == "runs":  # a run has begun or ended; points alone would redraw too often
            self.call_next(self._fill)

    def _fill(self) -> None:
        table = self.query_one(DataTable)
        at = table.cursor_row
        comparison = self.comparison = compare(self.model, self.reference)
        table.clear(columns=True)
        rows = [self._cells(comparison, index) for index in range(len(comparison.runs))]
        used = any(row[-1].plain for row in rows)
        # As text: the name of a curve is the learner's own, and may look like markup.
        heads = ["", "run", *_heads(comparison), "time", *([""] if used else [])]
        table.add_columns(*map(Text, heads))
        for row in rows:
            table.add_row(*row[: len(heads)])
        table.move_cursor(row=at)
        self._foot()

    def _cells(self, comparison: Comparison, index: int) -> list[Text]:
        run = comparison.runs[index]
        visible = bool(run.slot and run.shown)
        style = ""
        if visible:
            colours = palette(self.app.current_theme)
            style = colours[(run.slot - 1) % len(colours)].replace("ansi_", "")
        cells = [
            Text(str(run.slot) if run.slot else "", style=style if visible else "dim"),
            Text(comparison.labels[index], style="" if visible else "dim"),
        ]
        for entry in comparison.entries[index]:
            cells += [Text(text, justify="right") for text in _texts(entry)]
        end = OUTCOMES[run.outcome]
        if not visible:
            end = f"{end}, not shown".removeprefix(", ")
        return [*cells, Text(_time(run), justify="right"), Text(end, style="dim")]

    def _foot(self) -> None:
        labels = dict(zip(self.comparison.runs, self.comparison.labels, strict=True))
        aim = "what every run has reached"
        if self.reference is not None:
            aim = f"the best of {labels.get(self.reference, 'a run that was cleared')}"
        target = "all" if self.reference is not None else "the marked run"
        foot = f"[[runs.toggle]] shows or hides · [[runs.target]] measures by {target}"
        made_up = f"{self.model.caption}\n" if self.model.caption else ""
        text = f"{made_up}steps to reach: {aim} · {keys.fill(self, foot)}"
        self.query_one(".dialog-foot", Static).update(text)

    def _marked(self) -> Run | None:
        row = self.query_one(DataTable).cursor_row
        runs = self.comparison.runs
        return runs[row] if 0 <= row < len(runs) else None

    def on_data_table_row_selected(self) -> None:
        """Enter and a click on the marked row show or hide."""
        self.action_toggle_run()

    def action_toggle_run(self) -> None:
        """Show the marked run, or hide it."""
        run = self._marked()
        if run is not None:
            self.model.toggle(run)

    def action_target(self) -> None:
        """Measure the others by the marked run; once more: by all."""
        run = self._marked()
        self.reference = None if run is self.reference else run
        self._fill()

    def action_cursor(self, step: int) -> None:
        """Move as vi does."""
        table = self.query_one(DataTable)
        table.move_cursor(row=table.cursor_row + step)


def _heads(comparison: Comparison) -> list[str]:
    return [
        head
        for metric in comparison.metrics
        for head in (
            f"{metric.name}: last",
            "highest" if metric.high else "lowest",
            f"steps to {number(metric.target)}",
        )
    ]


def _texts(entry: Entry) -> list[str]:
    def text(value: float) -> str:
        return "–" if isnan(value) else number(value)

    last = "–" if isnan(entry.best) and isnan(entry.last) else number(entry.last)
    return [last, text(entry.best), text(entry.steps)]


def _time(run: Run) -> str:
    if not run.outcome:
        return ""
    return f"{run.seconds * 1000:.0f} ms" if run.seconds < 1 else f"{run.seconds:.1f} s"
