"""All that a person gets to read: what pages send, their tables and charts, the files they offer, and the numbers."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from tests.pages.hands import taken
from tests.pages.visitor import _text, messages, tables

# What a field for numbers takes at most.
_NO_FIGURE = 2**53 - 1
_NUMBER = re.compile(r"(?<![\w.#-])(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?(?![\w.])")


def everything(at: AppTest) -> list[str]:
    """The last run as texts: elements and charts, tables and what is typed into them, files."""
    return [*(_text(_without_cells(message)) for message in messages(at)), *_cells(at), *documents(at)]


def _cells(at: AppTest) -> Iterator[str]:
    """Every cell of every table, and what is unfolded in it."""
    for each in tables(at):
        yield each.value.to_csv()
        yield "\n".join(row["detail"] for row in each.data["rows"])


def _without_cells(message: ForwardMsg) -> ForwardMsg:
    """An editor's cells go over the wire as bytes, whose digits mean nothing; a table's columns have their widths."""
    kept = ForwardMsg()
    kept.CopyFrom(message)
    if kept.delta.new_element.WhichOneof("type") == "dataframe":
        kept.delta.new_element.dataframe.ClearField("arrow_data")
    return kept


def documents(at: AppTest) -> Iterator[str]:
    """What each file that a page offers says."""
    for button in at.download_button:
        if not button.disabled:
            data = taken(at, str(button.key)).data
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as parts:
                    yield "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
            else:
                yield data.decode("utf-8", "replace")


def numbers(texts: Iterable[str]) -> set[int]:
    """The whole numbers in texts, with or without commas between thousands; none that is part of a word."""
    return {int(found[1].replace(",", "")) for text in texts for found in _NUMBER.finditer(text)} - {_NO_FIGURE}
