"""Naughty words go out in every kind of file and come in from it, the same to the last character."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from unicodedata import category

import pandas as pd
import pytest
from docx import Document

from board import clock
from board.access import Actor
from board.activity import activities, creating
from board.activity.plan.kept import checked_text
from board.activity.plan.reading import shipped_plans
from board.activity.plan.source import source_of
from board.activity.plan.text import written as written_plan
from board.documents.table import workbook
from board.importing.files.workbook import read_workbook
from board.importing.files.writing import csv_bytes
from board.importing.text import BLANKS
from board.meeting.outlines_reading import read_outlines
from board.opinions import actions as opinions
from board.papers import analysed, fed_back, outlined
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.report import word_import as report_import
from board.store.store import Store
from board.tasks import actions as tasks
from board.typed import printable
from tests.example_school import Example
from tests.hostile.naughty import strings
from tests.imports.test_imports_ledger import OPINIONS, TASKS, brought, looked_at, opinion_row, task_row
from tests.imports.test_imports_records import PROBLEMS, problem_row
from tests.ledger_files import exported, exported_csv, written
from tests.papers.papers import word_of

KEPT = tuple(dict.fromkeys(text for text in map(printable, strings()) if text.strip(BLANKS)))
# A file of text with a NUL is refused as damaged, and UTF-8 has no way to write half a character.
IN_TEXT = [text for text in strings() if not any(sign == "\0" or category(sign) == "Cs" for sign in text)]


def as_csv(header: list[str], rows: list[list[str]]) -> bytes:
    return csv_bytes(header, rows)


def as_workbook(header: list[str], rows: list[list[str]]) -> bytes:
    return written({"登记": [header, *[[printable(cell) for cell in row] for row in rows]]})


BOTH = pytest.mark.parametrize("made", [as_csv, as_workbook], ids=["csv", "xlsx"])


@BOTH
def test_opinions_come_in_as_written(school: Example, clerk: Actor, made: Callable[..., bytes]) -> None:
    texts = [text for text in IN_TEXT if printable(text).strip(BLANKS)]
    receipt = brought(school, clerk, "opinions", made(OPINIONS, [opinion_row(school, text) for text in texts]))
    held = opinions.opinions(school.store, school.activity_id, school.today)
    assert receipt.new_count == len(texts)
    assert set(held[held["import_id"] == receipt.import_id]["content"]) == {printable(text) for text in texts}


@BOTH
def test_tasks_come_in_as_written(school: Example, clerk: Actor, made: Callable[..., bytes]) -> None:
    # The number keeps tasks apart that differ by blanks only, which would be the same task twice.
    named = {f"{printable(text)}（{number}）": printable(text) for number, text in enumerate(IN_TEXT)}
    brought(
        school, clerk, "tasks", made(TASKS, [task_row(school, name, 成果材料=text) for name, text in named.items()])
    )
    held = tasks.tasks(school.store, school.activity_id, school.today).set_index("name")
    assert set(named) - set(held.index) == set()
    assert {name: text for name, text in named.items() if held.loc[name, "output"] != text and text.strip(BLANKS)} == {}


@BOTH
def test_problems_come_in_as_written(school: Example, clerk: Actor, made: Callable[..., bytes]) -> None:
    named = {f"{printable(text)}（{number}）": printable(text) for number, text in enumerate(IN_TEXT)}
    rows = [[*problem_row(school, name), text] for name, text in named.items()]
    brought(school, clerk, "problems", made([*PROBLEMS, "客观原因"], rows))
    held = problems.problems(school.store, school.activity_id, school.today).set_index("content")["objective_cause"]
    assert set(named) - set(held.index) == set()
    assert {name: text for name, text in named.items() if held[name] != text and text.strip(BLANKS)} == {}


@pytest.mark.parametrize("export", [exported, exported_csv], ids=["xlsx", "csv"])
def test_the_ledger_goes_out_and_in_without_a_change(
    school: Example, clerk: Actor, export: Callable[..., bytes]
) -> None:
    items = rectification.items(school.store, school.activity_id, school.today)
    standing = items[items["status"] != "closed"]["item_id"].tolist()
    for place, item_id in enumerate(standing):
        said = "\n".join(KEPT[place :: len(standing)])
        fields = dict.fromkeys(("problem", "measure", "target", "remark", "helpers"), said)
        rectification.act(school.store, clerk, school.activity_id, item_id, "edit", fields)
    seen = looked_at(school, clerk, "rectification", export(school.store, school.activity_id))
    assert (dict(seen.counts), seen.error_count) == ({"相同": len(items)}, 0)


def test_any_table_goes_out_as_it_stands() -> None:
    data = workbook(pd.DataFrame({"said": KEPT}), {"said": "说的"}, "一张表", ["筛选：无"])
    assert [row[0] for row in read_workbook(data)[0].rows[3:]] == list(KEPT)


@pytest.mark.walk
def test_letters_say_what_the_records_say(school: Example) -> None:
    activity = activities.activity(school.store, school.activity_id)
    finding = {"member_name": "甲", "mirror": "一面", "aspect": "作风", "duty": ""}
    findings = pd.DataFrame([{**finding, "content": text} for text in KEPT])
    papers = word_of(activity.unit_name, "甲发言提纲", outlined.pages("", {"甲": ""}, {"一面": ""}, findings))
    told = [row.cells[2].text for row in Document(BytesIO(papers)).tables[0].rows]
    assert told[-len(KEPT) :] == list(KEPT)
    back = read_outlines("提纲.docx", papers, activity.unit_name, {"M01": "甲"}, ["一面"], ["作风"])
    assert [line.content for line in back] == list(dict.fromkeys(KEPT))
    rows = pd.DataFrame({"position": range(1, len(KEPT) + 1), "aspect": "作风", "wording": KEPT})
    sheet = word_of(activity.unit_name, "征求意见反馈单", fed_back.text("F-001", "甲", rows))
    lines = [each.text for each in Document(BytesIO(sheet)).paragraphs]
    assert [f"{place}．{text}" for place, text in enumerate(KEPT, start=1)] == _under(lines, "一、作风", len(KEPT))


@pytest.mark.walk
def test_the_report_comes_back_from_word_as_it_went(school: Example) -> None:
    activity = activities.activity(school.store, school.activity_id)
    # A paragraph is what a line of the report is; blanks around it, and lines that read like headings, are no content.
    lines = [line.strip() for text in KEPT for line in text.split("\n") if line.strip()]
    sent = {"突出问题": "\n".join(lines), "原因分析": "\n".join(reversed(lines))}
    data = word_of(activity.unit_name, "领导班子分析检查报告", analysed.text("初稿", sent), date(2026, 11, 20))
    assert report_import.gathered(report_import.read_report("报告.docx", data, list(sent)), {}) == _ended(
        sent, activity
    )


def _under(lines: list[str], heading: str, count: int) -> list[str]:
    start = lines.index(heading) + 1
    return lines[start : start + count]


def _ended(sent: dict[str, str], activity: Any) -> dict[str, str]:
    """The sections, the last of them with the signature that stands under every report."""
    last = list(sent)[-1]
    return {**sent, last: f"{sent[last]}\n{activity.unit_name}\n2026年11月20日"}


def test_a_plan_says_what_was_written_in_its_form(store: Store, admin: Actor) -> None:
    said = "\n".join(KEPT)
    tables = source_of("方案", shipped_plans()["analysis-stage"].read_text("utf-8")).tables
    tables["activity"]["theme"] = said
    for listed, keys in {"phases": ["name"], "tasks": ["name", "output"], "people": ["post", "field"]}.items():
        tables[listed][0] |= dict.fromkeys(keys, said)
    tables["criteria"][0] |= {"heading": said, "label": said}
    tables["terms"]["section"]["labels"].append(said)
    plan = checked_text("方案", written_plan(tables))
    activity_id = creating.create_activity(store, admin, plan, date(2026, 11, 2))
    shown = tasks.tasks(store, activity_id, clock.today()).iloc[0]
    criterion = activities.criteria(store, activity_id).iloc[0]
    assert activities.activity(store, activity_id).theme == said
    assert said in set(activities.phases(store, activity_id)["name"])
    assert (shown["name"], shown["output"]) == (said, said)
    assert {"post", "field"} <= {
        name for name, kept in activities.people(store, activity_id).iloc[0].items() if kept == said
    }
    assert (criterion["heading"], criterion["label"]) == (said, said)
    assert said in set(activities.terms(store, activity_id)["label"])
