"""The server's log: one line of JSON per event, in files rotated by size, without anything personal.

A line holds the time, the level, the place in the code and our own words; for an error its kind and its traceback's
places. Names of records and people occur in the values that messages and errors carry: those are left out. Requests for
填写评议表 leave no line at all: nobody may know when each ballot came in (`ballots.pool`).
"""

import json
import logging
import traceback
from contextlib import suppress
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from board.clock import BEIJING

_LARGEST, _KEPT = 2_000_000, 5
_LOG = logging.getLogger("chagai")


class Discreet(logging.Formatter):
    """Formats a record as a line of JSON without the values it carries; of others' records, only their place."""

    def format(self, record: logging.LogRecord) -> str:
        """`facts`, given by ourselves as `extra`, are counts and words of ours; `msg` is the unfilled template."""
        is_ours = record.name == _LOG.name or record.name.startswith("board.")
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, BEIJING).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": str(record.msg) if is_ours else "",
            "place": f"{record.module}:{record.lineno}",
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["through"] = [
                f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line)


class _Files(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """A log that can't be written, as on a full disk, stops nothing and doesn't flood the terminal."""


def begin(folder: Path) -> logging.Handler:
    """Writes the log into a folder from now on: everybody's warnings and our own events. Returns its handler."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    files = _Files(folder / "board.log", maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True)
    files.setFormatter(Discreet())
    _LOG.setLevel(logging.INFO)
    for logger in _deaf():
        logger.addHandler(files)
    return files


def end(files: logging.Handler) -> None:
    """Stops writing."""
    for logger in _deaf():
        logger.removeHandler(files)
    files.close()


def _deaf() -> list[logging.Logger]:
    """The root, and the loggers that don't propagate to it, as Streamlit's."""
    known = [each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    return [logging.root, *(each for each in known if not each.propagate)]


def tell(words: str, **facts: str | float) -> None:
    """Logs an event of ours: words of ours, counts and names from the code."""
    _LOG.info(words, extra={"facts": facts})
