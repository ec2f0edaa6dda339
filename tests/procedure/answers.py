"""What the public answers to a published paper on the items, where a case of 程序检查 wants it rejected."""

from dataclasses import replace
from datetime import timedelta

from board.papers.issuing import actions, making
from board.papers.issuing.actions import Seen, Writers
from board.papers.issuing.tree import digest
from board.replies import answering, openings
from board.replies.answering import Filled
from tests.paper_lives import TEXTS, TODAY, WHERE
from tests.procedure.mends import School, newest_item, on_the_newest_item, register
from tests.procedure.sound_school import EVERYONE

_LINK = {"entry": "link", "address": "http://school.example"}
_WRITERS = Writers(lambda paper: b"word", lambda paper: b"pdf")


def reject_once_it_was_published(school: School) -> None:
    """One more item is closed, published as such, and five of the public are dissatisfied."""
    register("dated", 36, TODAY + timedelta(days=9))(school)
    on_the_newest_item("start")(school)
    on_the_newest_item("submit", proof="验收单", progress="加热管换好了")(school)
    on_the_newest_item("close", people_view="satisfied", verifier_id="M01")(school)
    to, item_id = (school.store, EVERYONE, school.activity_id), newest_item(school)
    paper_id = actions.draft(*to, "rectified_public", {})
    actions.edit(*to, paper_id, {"number_word": "示校发", "number_no": 9}, TEXTS)
    actions.act(*to, paper_id, "check")
    row = actions.present(school.store, school.activity_id, paper_id)
    leader = replace(EVERYONE, account_id="A-other")
    seen = Seen(row["seq"], digest(making.made(school.store, row, TODAY)))
    actions.sign(school.store, leader, school.activity_id, paper_id, seen, _WRITERS)
    actions.publish(*to, paper_id, {**WHERE, "place": "校门口第二块公开栏"})
    opening_id = openings.open_for(*to, paper_id, _LINK)
    sheet = answering.sheet(school.store, opening_id)
    for number in range(5):
        answering.answer(school.store, sheet, Filled({item_id: "dissatisfied"}, device=f"{number:032x}"))
    openings.end(school.store, EVERYONE, opening_id, {"channel": "网络", "giver": "普通群众"})
