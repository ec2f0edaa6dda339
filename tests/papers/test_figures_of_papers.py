"""Every number of a paper can be looked up: none is simply typed into a sentence."""

import re
from pathlib import Path

import pytest

from board import clock
from board.papers.blocks import Figure, Heading, every_part, figures, numbered, numeral, text_of
from board.papers.kinds import KINDS, choices
from tests.depth import walked
from tests.example_school import Example
from tests.pages.test_every_number import made
from tests.papers.papers import CODES, paper_of
from tests.stores import Copies


@pytest.mark.parametrize("code", CODES)
def test_each_digit_is_a_figure_a_day_or_somebodys_own_words(example: Example, code: str) -> None:
    paper = paper_of(example.store, example.activity_id, example.today, code)
    loose = [part for part in every_part(paper) if isinstance(part, str) and re.search(r"\d", part)]
    assert loose == []
    assert not re.search(r"\d", paper.title)


@pytest.mark.parametrize("code", CODES)
def test_each_figure_says_where_it_can_be_looked_up(example: Example, code: str) -> None:
    paper = paper_of(example.store, example.activity_id, example.today, code)
    assert [each for each in figures(paper) if not each.ref or not each.kind or not each.name] == []


@pytest.mark.parametrize("code", CODES)
def test_the_clerks_words_stand_where_they_belong_and_change_no_figure(example: Example, code: str) -> None:
    plain = paper_of(example.store, example.activity_id, example.today, code)
    texts = {key: f"这里写第 {place} 段。" for place, key in enumerate(KINDS[code].texts)}
    written = paper_of(example.store, example.activity_id, example.today, code, texts=texts)
    whole = "\n".join(text_of(block.parts) for _, block in numbered(written.blocks) if hasattr(block, "parts"))
    assert all(text in whole for text in texts.values())
    assert figures(written) == figures(plain)


def test_levels_are_numbered_as_the_standard_has_them() -> None:
    levels = (1, 2, 3, 4, 4, 3, 2, 3, 1, 2)
    numbers = [number for number, _ in numbered([Heading(level, ("标题",)) for level in levels])]
    assert numbers == ["一、", "（一）", "1．", "（1）", "（2）", "2．", "（二）", "1．", "二、", "（一）"]


def test_headings_are_counted_as_one_says_them() -> None:
    assert [numeral(number) for number in (1, 10, 12, 30, 99, 100, 102, 110, 999)] == [
        "一", "十", "十二", "三十", "九十九", "一百", "一百零二", "一百一十", "九百九十九",
    ]  # fmt: skip


def test_a_figure_reads_as_it_stands_in_its_sentence() -> None:
    assert text_of(("共", Figure("30项", "count", "rectification?view=全部", "整改事项"), "。")) == "共30项。"


@pytest.mark.parametrize("seed", [1, *walked(*range(2, 25))])
def test_so_it_is_at_any_school(schools: Copies, tmp_path: Path, seed: int) -> None:
    with made(schools, tmp_path, seed) as store:
        here = (store, str(store.rows("activities/all")[0]["activity_id"]), clock.today())
        papers = [paper_of(*here, code) for code in KINDS if all(choices(*here, code).values())]
    assert len(papers) > len(CODES) / 2
    parts = [part for paper in papers for part in every_part(paper)]
    assert [part for part in parts if isinstance(part, str) and re.search(r"\d", part)] == []
    assert [each for paper in papers for each in figures(paper) if not each.ref or not each.kind or not each.name] == []
