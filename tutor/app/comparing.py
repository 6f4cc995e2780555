"""Runs side by side: where each one ended, its best, and how soon it was as good as another."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan

from tutor.app.figure_model import FigureModel
from tutor.app.runs import Run
from tutor.app.series import FROZEN, Series, drawable

HIGH = ("acc", "accuracy", "precision", "recall", "f1", "auc", "reward", "return", "score", "bleu")


@dataclass(frozen=True, slots=True)
class Metric:
    """A curve that is compared, and which of its values are good."""

    name: str
    high: bool
    target: float = nan  # what "steps to reach" asks for

    def best(self, series: Series) -> float:
        """The best value of a curve; NaN when none can be drawn."""
        return series.highest if self.high else series.best

    def reached(self, series: Series) -> float:
        """The first step at which a curve is as good as the target; NaN if it never is."""
        xs, ys = series.columns(FROZEN)
        for x, y in zip(xs, ys, strict=True):
            if y >= self.target if self.high else y <= self.target:
                return x
        return nan


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one curve of one run; NaN where there is nothing to say."""

    last: float = nan
    best: float = nan
    steps: float = nan  # to reach the target


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table of runs: for each metric an entry of each run."""

    runs: tuple[Run, ...]
    labels: tuple[str, ...]
    metrics: tuple[Metric, ...]
    entries: tuple[tuple[Entry, ...], ...]  # by run, then by metric


def higher_is_better(name: str) -> bool:
    """Whether a curve of that name is to rise, as an accuracy is."""
    words = name.casefold().replace("-", "_").replace(" ", "_").split("_")
    return any(word in HIGH for word in words)


def compare(model: FigureModel, reference: Run | None = None) -> Comparison:
    """All runs of a figure.

    "Steps to reach" asks for the best of the `reference`; without one for what every run that
    did not diverge has reached, so that each has an answer.
    """
    runs = tuple(model.runs.all)
    found = {run: curves(run) for run in runs}
    measure = found.get(reference) if reference is not None else None
    metrics = tuple(
        _aim(metric, list(found.values()), measure) for metric in _metrics(model, found.values())
    )
    return Comparison(
        runs=runs,
        labels=tuple(model.runs.label(run) for run in runs),
        metrics=metrics,
        entries=tuple(tuple(_entry(found[run].get(m.name), m) for m in metrics) for run in runs),
    )


def curves(run: Run) -> dict[str, Series]:
    """What of a run can be compared: its growing curves, and f along the paths on its surfaces."""
    found = {
        name: item
        for name, item in run.items.items()
        if isinstance(item, Series) and not name.startswith("_")
    }
    for name, surface in run.surfaces.items():
        for path in surface.paths:
            heights = path.height or (b"" if surface.shade else path.y)
            if heights:
                series = Series(" ".join(part for part in (name, path.name, "f") if part))
                steps = array("d", range(len(heights) // 8))
                series.extend(steps.tobytes(), heights)
                found[series.name] = series
    return found


def _metrics(model: FigureModel, found: Iterable[Mapping[str, Series]]) -> list[Metric]:
    """What is compared, in the order in which it came."""
    stated = {
        name: panel.best for panel in model.options.panels for name in panel.series if panel.best
    }
    names = dict.fromkeys(name for each in found for name in each)
    return [Metric(n, stated[n] == "high" if n in stated else higher_is_better(n)) for n in names]


def _aim(
    metric: Metric, found: Sequence[Mapping[str, Series]], measure: Mapping[str, Series] | None
) -> Metric:
    """The metric with the value that "steps to reach" asks for."""
    if measure is not None and metric.name in measure:
        return Metric(metric.name, metric.high, metric.best(measure[metric.name]))
    own = [each[metric.name] for each in found if metric.name in each]
    calm = [series for series in own if not series.gone] or own
    bests = [best for series in calm if not isnan(best := metric.best(series))]
    if not bests:
        return metric
    return Metric(metric.name, metric.high, min(bests) if metric.high else max(bests))


def _entry(series: Series | None, metric: Metric) -> Entry:
    if series is None:
        return Entry()
    last = series.last if drawable(series.last) else series.lost_as
    return Entry(last, metric.best(series), metric.reached(series))
