"""The file a clerk fills in: the header the importer knows, and one row of examples that it leaves out."""

from board.importing.answers import accepted
from board.importing.form import BallotForm
from board.importing.roles import DAY, GROUP, SUGGESTION, VOID, WAY, fact_label
from board.importing.rows import EXAMPLE_MARK
from board.importing.writing import csv_bytes
from board.words import WAY as WAY_LABELS

_FACTS = (GROUP, WAY, DAY, VOID)


def ballot_template(form: BallotForm) -> bytes:
    """A CSV with a column for each thing the form asks; its second row lists the words to use."""
    header = ["序号", *map(fact_label, _FACTS), *(each.label for each in form.criteria), fact_label(SUGGESTION)]
    example = [
        f"{EXAMPLE_MARK}（本行可以留着，导入时略过）",
        "/".join(form.groups),
        "/".join(WAY_LABELS.values()),
        "2026-12-15",
        "废票写“是”，其余留空",
        *(accepted(each) for each in form.criteria),
        "没有就留空",
    ]
    return csv_bytes(header, [example])
