"""A runner's place that keeps which data was used."""

from __future__ import annotations

from surface_sinks import Pictures

from tutor.engine.protocol import DataUsed


class Heard(Pictures):
    """What a runner offers, as far as loaders need it."""

    def __init__(self) -> None:
        super().__init__()
        self.used: list[DataUsed] = []

    def data(self, event: DataUsed) -> None:
        self.used.append(event)
