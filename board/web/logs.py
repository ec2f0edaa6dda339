"""The server's log: one line of JSON an event, in files that are turned over by size, without anything personal.

A line says when, how grave, where in the code and in which words of ours; of an error its kind and the places it came
through. What a record or a person is called stands in the values that messages and errors carry: those are left out.
Requests for 填写评议表 leave no line at all: when each ballot came in is nobody's business (`ballots.pool`).
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
    """A record as a line of JSON without the values it carries; of what others log, only where in their code."""

    def format(self, record: logging.LogRecord) -> str:
        """`facts`, given by ourselves as `extra`, are counts and words of ours; `msg` is the template, unfilled."""
        is_ours = record.name == _LOG.name or record.name.startswith("board.")
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, BEIJING).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": str(record.msg) if is_ours else "",
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
        """A log that can't be written, as on a full disk, stops nothing and says nothing a thousand times."""


def begin(folder: Path) -> logging.Handler:
    """Write the log into a folder from now on: what everything warns of, and our own events. Returns its handler."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    files = _Files(folder / "board.log", maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True)
    files.setFormatter(Discreet())
    _LOG.setLevel(logging.INFO)
    for logger in _deaf():
        logger.addHandler(files)
    return files


def end(files: logging.Handler) -> None:
    """Write no more."""
    for logger in _deaf():
        logger.removeHandler(files)
    files.close()


def _deaf() -> list[logging.Logger]:
    """The root, and the loggers that tell it nothing, as Streamlit's."""
    known = [each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    return [logging.root, *(each for each in known if not each.propagate)]


def tell(said: str, **facts: str | float) -> None:
    """Write an event of ours: words of ours, counts and names that stand in the code."""
    _LOG.info(said, extra={"facts": facts})
