"""/metrics of all cells in one text, each figure with the name of its cell; a cell that sleeps is left to sleep."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from board import clock
from board.backup.copies import copies
from board.cells.cell import Cell, Place
from board.cells.files import SOCKETS
from board.cells.processes import asking, is_systemds, server_of
from board.store.disk import fault

_PATIENCE = 5.0
_LABEL = "cell"
_ASLEEP, _UP, _DOWN = 0, 1, -1


class _All(Collector):
    def __init__(self, place: Place, cells: list[Cell]) -> None:
        self._place, self._cells = place, cells

    def collect(self) -> Iterator[Metric]:
        state = GaugeMetricFamily("chagai_cell_state", "1 serving, 0 asleep, -1 no answer", labels=[_LABEL])
        stores = GaugeMetricFamily("chagai_cell_store_bytes", "Size of the store's file", labels=[_LABEL])
        made = GaugeMetricFamily("chagai_cell_last_backup_timestamp_seconds", "Newest copy", labels=[_LABEL])
        merged: dict[str, Metric] = {}
        for cell in self._cells:
            families = list(_asked(self._place, cell)) if server_of(cell.store) else None
            state.add_metric([cell.name], _ASLEEP if families is None else _UP if families else _DOWN)
            stores.add_metric([cell.name], cell.store.stat().st_size if cell.store.exists() else 0)
            if newest := next(iter(copies(cell.store)), None):
                made.add_metric([cell.name], newest.made_at.replace(tzinfo=clock.BEIJING).timestamp())
            _merge(merged, families or (), cell.name)
        yield from (state, stores, made, *merged.values())


def text_of(place: Place) -> bytes:
    """The figures of all cells, in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(_All(place, place.cells()))
    return generate_latest(registry)


def write(place: Place, file: Path) -> None:
    """Write the figures of all cells into a file that is never half there. Raises BoardError."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(text_of(place))
        part.chmod(0o644)
        part.replace(file)
    except OSError as error:
        raise fault(error, "运行数字没有写成", file.parent) from error


def _asked(place: Place, cell: Cell) -> Iterable[Metric]:
    path = SOCKETS / f"{cell.name}.sock" if is_systemds() else place.socket_of(cell)
    try:
        with asking(path, _PATIENCE) as client:
            return list(text_string_to_metric_families(client.get("/metrics").raise_for_status().text))
    except (httpx.HTTPError, ValueError):
        return ()


def _merge(merged: dict[str, Metric], families: Iterable[Metric], name: str) -> None:
    for family in families:
        into = merged.setdefault(family.name, Metric(family.name, family.documentation, family.type))
        into.samples += [each._replace(labels={_LABEL: name, **each.labels}) for each in family.samples]
