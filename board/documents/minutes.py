"""The Word document of a meeting's minutes (会议纪要)."""

from collections.abc import Mapping
from typing import Any

from board.activity.activities import Activity
from board.documents.word import BODY, TITLE, centred, new_letter, number_pages, saved, say
from board.typed import printable

_TITLE = "会议纪要"


def minutes_letter(activity: Activity, sitting: Mapping[str, Any]) -> bytes:
    """Takes a row of `sittings.views.shown`; its minutes are set line by line."""
    letter = new_letter(_TITLE, activity.unit_name)
    letter.add_paragraph(style=TITLE).add_run(f"{printable(sitting['kind'])}纪要")
    if activity.is_example:
        centred(letter.add_paragraph("（示例数据，不作正式文书）", style=BODY))
    centred(letter.add_paragraph(f"{activity.unit_name}　{activity.name}　{sitting['sitting_id']}", style=BODY))
    for line in sitting["minutes"].split("\n"):
        say(letter, printable(line))
    number_pages(letter)
    return saved(letter)
