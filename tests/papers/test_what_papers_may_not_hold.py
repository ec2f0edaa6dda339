"""What a paper never holds, whoever makes it: givers, names below the leading posts in a public one, small groups."""

import pandas as pd
import pytest

from board.opinions import actions as opinions
from board.papers.asked import without
from board.papers.blocks import Heading, Paragraph, Table, every_part, text_of
from board.papers.kinds import KINDS
from board.rectification import actions as rectification
from board.store.readers import read_for_readers
from tests.example_school import Example
from tests.papers.papers import CODES, paper_of


def whole_text(example: Example, code: str) -> str:
    return "\n".join(
        text_of((part,)) for part in every_part(paper_of(example.store, example.activity_id, example.today, code))
    )


def test_a_public_paper_of_the_ledger_names_no_owner(example: Example) -> None:
    assert "责任人" in whole_text(example, "rectified")
    assert "责任人" not in whole_text(example, "rectified_public")
    items = rectification.items(example.store, example.activity_id, example.today)
    assert len(items) > 0


def test_a_name_in_a_text_of_the_ledger_does_not_reach_the_public() -> None:
    items = pd.DataFrame({"progress": ["张三已经约好厂家", "厂家来过"]})
    assert without({"张三": "有关同志"}, items, ["progress"])["progress"].tolist() == [
        "有关同志已经约好厂家",
        "厂家来过",
    ]


@pytest.mark.parametrize("code", CODES)
def test_a_paper_is_the_same_whoever_makes_it(example: Example, code: str) -> None:
    by_clerk = paper_of(example.store, example.activity_id, example.today, code)
    with read_for_readers(True):
        by_reader = paper_of(example.store, example.activity_id, example.today, code)
    assert by_clerk == by_reader


def test_a_summary_of_opinions_counts_no_cell_under_five(example: Example) -> None:
    paper = paper_of(example.store, example.activity_id, example.today, "opinions")
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]
    cells = [text_of(cell) for row in table.rows for cell in row[1:]]
    assert not {"1", "2", "3", "4"} & set(cells)
    assert "1–4" in cells


def test_a_summary_holds_only_what_is_sorted_and_in_the_words_it_is_handed_on_in(example: Example) -> None:
    every = opinions.opinions(example.store, example.activity_id, example.today)
    unsorted = every[every["status"] == "received"]["content"]
    text = whole_text(example, "opinions")
    assert len(unsorted) > 0
    assert [each for each in unsorted if each.rstrip("。") in text] == []


def test_a_briefing_on_the_life_meeting_does_not_say_who_criticised_whom(example: Example) -> None:
    from board.meeting.actions import criticisms  # noqa: PLC0415

    text = whole_text(example, "life_meeting")
    made = criticisms(example.store, example.activity_id, example.today)
    assert [each for each in made["content"] if each.rstrip("。") in text] == []


def test_small_groups_of_an_evaluation_are_taken_together(example: Example) -> None:
    paper = paper_of(example.store, example.activity_id, example.today, "evaluation")
    table = next(block for block in paper.blocks if isinstance(block, Table))
    valid = [int(text_of(row[3])) for row in table.rows]
    assert min(valid) >= 5


@pytest.mark.parametrize("code", ["evaluation", "life_meeting", "rectified", "opinions", "plan"])
def test_a_paper_that_lacks_something_says_what(example: Example, code: str) -> None:
    paper = paper_of(example.store, example.activity_id, example.today, code)
    assert paper.missing
    assert all(each.endswith(("。", "）")) for each in paper.missing)
    assert any(isinstance(block, Heading) for block in paper.blocks)
    assert any(isinstance(block, Paragraph) for block in paper.blocks)
    assert KINDS[code].texts
