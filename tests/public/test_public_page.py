"""The public page shows what was published, as it was published, and nothing else."""

import os
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

from board.access import Actor
from board.activity import creating
from board.activity.activities import people
from board.activity.plan.reading import load_plan, shipped_plans
from board.errors import BoardError, Refused
from board.evaluation import results
from board.evaluation.views import groups_shown
from board.papers.issuing import actions, files, making
from board.papers.kinds import KINDS
from board.public import evaluation, switch
from board.public.command import write_open
from board.public.published import Result, published
from board.public.site import content, site, write
from board.publication.actions import PUBLICATION, publications
from board.rectification import actions as rectification
from board.store import records
from board.store.frames import each_row
from board.store.store import Store
from tests.example_school import Example
from tests.paper_lives import TODAY, WHERE, act, drafted, report_more, row_of
from tests.procedure import sound_school
from tests.public.site_lives import opened, page_of, published_notice, shut, signed
from tests.stores import Copies


def everything(store: Store, activity_id: str) -> str:
    """All texts of the page and of its open data."""
    return "\n".join(each.decode() for each in site(store, activity_id, TODAY).texts.values())


def typed(school: Example, clerk: Actor, **fields: object) -> str:
    given = {"what": "briefing", "title": "通报材料", "written_on": TODAY, **WHERE, **fields}
    return records.add(school.store, clerk, PUBLICATION, school.activity_id, given)


def test_a_paper_appears_once_it_is_published_and_not_before(school: Example, clerk: Actor, leader: Actor) -> None:
    paper_id = drafted(school, clerk)
    assert "整改落实情况公示" not in page_of(school)
    signed(school, clerk, leader, paper_id)
    assert "整改落实情况公示" not in page_of(school)
    assert site(school.store, school.activity_id, TODAY).papers == {}
    actions.publish(school.store, clerk, school.activity_id, paper_id, WHERE)
    page, row = page_of(school), row_of(school, paper_id)
    assert "整改落实情况公示" in page
    assert row["pdf_sha256"] in page
    assert row["word_sha256"] in page


@pytest.mark.walk
def test_the_files_are_the_bytes_that_were_signed(school: Example, clerk: Actor, leader: Actor) -> None:
    paper_id = published_notice(school, clerk, leader)
    made = site(school.store, school.activity_id, TODAY)
    pdf = content(school.store, made, f"files/{paper_id}.pdf")
    assert pdf == files.content(school.store, clerk, school.activity_id, paper_id, "pdf")
    assert pdf is not None
    assert sha256(pdf).hexdigest() in page_of(school)
    assert content(school.store, made, "files/Q-001.pdf") is None


def test_a_void_paper_disappears_with_its_files(school: Example, clerk: Actor, leader: Actor) -> None:
    paper_id = published_notice(school, clerk, leader)
    act(school, leader, paper_id, "void", "发错了")
    assert "整改落实情况公示" not in page_of(school)
    assert site(school.store, school.activity_id, TODAY).papers == {}
    assert "data/rectification.csv" not in site(school.store, school.activity_id, TODAY).texts


@pytest.mark.walk
def test_what_is_taken_out_of_the_list_of_publications_disappears(school: Example, clerk: Actor, leader: Actor) -> None:
    paper_id = published_notice(school, clerk, leader)
    rows = publications(school.store, school.activity_id, TODAY).set_index("paper_id")
    record_id = str(rows["publication_id"][paper_id])
    records.act(school.store, clerk, PUBLICATION, school.activity_id, record_id, "remove", {"reason": "贴错了"})
    assert "整改落实情况公示" not in page_of(school)


def test_a_paper_for_the_staff_never_appears_even_if_it_was_published_to_them(
    school: Example, clerk: Actor, leader: Actor
) -> None:
    paper_id = signed(school, clerk, leader, drafted(school, clerk, "rectified", number_word="示校发", number_no=9))
    actions.publish(school.store, clerk, school.activity_id, paper_id, WHERE)
    assert "关于整改落实情况的通报" not in everything(school.store, school.activity_id)
    assert site(school.store, school.activity_id, TODAY).papers == {}


def test_what_was_written_but_not_published_does_not_appear(school: Example) -> None:
    rows = publications(school.store, school.activity_id, TODAY)
    waiting, shown = rows[rows["published_on"].isna()], rows[rows["published_on"].notna()]
    page = everything(school.store, school.activity_id)
    assert [title for title in waiting["title"] if title in page] == []
    assert [title for title in shown["title"] if title not in page] == []
    assert len(waiting) > 0


def test_the_status_of_the_items_is_that_of_the_paper_until_another_is_published(
    school: Example, clerk: Actor, leader: Actor
) -> None:
    published_notice(school, clerk, leader)
    before = everything(school.store, school.activity_id)
    item_id = report_more(school, clerk)
    assert everything(school.store, school.activity_id) == before
    assert f'<li id="{item_id}">' in before


@pytest.mark.walk
def test_a_correction_that_was_published_is_named_at_the_paper_it_corrects(
    school: Example, clerk: Actor, leader: Actor
) -> None:
    paper_id = published_notice(school, clerk, leader)
    row = row_of(school, paper_id)
    report_more(school, clerk)
    (wrong,) = making.moved_on(school.store, row, row["as_of"])
    correction = actions.correct(school.store, clerk, school.activity_id, paper_id, {"figures": wrong.name})
    actions.edit(school.store, clerk, school.activity_id, correction, {}, {"why": "漏登了一次进展"})
    signed(school, clerk, leader, correction)
    assert "其中的数字有更正" not in page_of(school)
    actions.publish(school.store, clerk, school.activity_id, correction, WHERE)
    assert page_of(school).count("其中的数字有更正") == 1


def test_no_name_below_the_leading_posts_appears(school: Example, clerk: Actor, leader: Actor) -> None:
    somebody = people(school.store, school.activity_id).iloc[-1].to_dict()
    row = {"activity_id": school.activity_id, **somebody, "person_id": "P99", "name": "钱多多", "post": "出纳"}
    school.store.write(lambda transaction: transaction.insert("activities/insert_people", [row]))
    rows = rectification.items(school.store, school.activity_id, TODAY)
    item = rows[rows["status"] == "in_progress"].iloc[0]
    edit = {"measure": "请钱多多去买"}
    rectification.act(school.store, clerk, school.activity_id, item["item_id"], "edit", edit)
    typed(school, clerk, title="钱多多的事", place="钱多多的办公室", audience="钱多多")
    published_notice(school, clerk, leader)
    page = everything(school.store, school.activity_id)
    assert "有关同志的事" in page
    assert "请有关同志去买" in page
    assert "钱多多" not in page


def test_what_somebody_typed_stays_text(school: Example, clerk: Actor, leader: Actor) -> None:
    mark = "<script>alert(1)</script>"
    typed(school, clerk, title=mark, place=f"{mark}'\"", audience=mark)
    rows = rectification.items(school.store, school.activity_id, TODAY)
    item = rows[rows["status"] == "in_progress"].iloc[0]
    rectification.act(school.store, clerk, school.activity_id, item["item_id"], "edit", {"problem": f"门口{mark}"})
    published_notice(school, clerk, leader)
    page = page_of(school)
    assert page.count("<script") == 1  # its own
    assert page.count("&lt;script&gt;") > 4


def test_the_result_of_a_closed_round_appears_once_it_is_published(sound_copies: Copies, tmp_path: Path) -> None:
    with sound_copies.opened(tmp_path / "sound.duckdb") as store:
        activity_id = sound_school.activity_of(store)
        (shown,) = published(store, activity_id, TODAY).results
        page = everything(store, activity_id)
        figures = results.criteria_figures(store, activity_id, shown.row["round_id"], shown.as_of)
        assert all(label in page for label in figures["criterion_label"])
        assert page.count("优良率 100.0%(24/24)") == len(figures)
        assert "回收率 <b>80.0%</b>" in page
        ended = sound_school.day(sound_school.ENDED_DAY)
        assert published(store, activity_id, ended + timedelta(days=2)).results == ()
        for record_id in publications(store, activity_id, TODAY)["publication_id"]:
            records.act(store, sound_school.EVERYONE, PUBLICATION, activity_id, record_id, "remove", {"reason": "误"})
        assert "优良率 100.0%" not in everything(store, activity_id)


def test_a_published_report_on_a_round_brings_the_figures_of_that_round(
    school: Example, clerk: Actor, leader: Actor
) -> None:
    paper_id = actions.draft(school.store, clerk, school.activity_id, "evaluation", {"round": "E1"})
    texts = dict.fromkeys(KINDS["evaluation"].texts, "照实写的话。")
    actions.edit(school.store, clerk, school.activity_id, paper_id, {"addressee": "全体教职工"}, texts)
    signed(school, clerk, leader, paper_id)
    assert published(school.store, school.activity_id, TODAY).results == ()
    actions.publish(school.store, clerk, school.activity_id, paper_id, WHERE)
    (shown,) = published(school.store, school.activity_id, TODAY).results
    assert shown.row["round_id"] == "E1"
    groups = groups_shown(school.store, school.activity_id, "E1", TODAY)
    page = page_of(school)
    assert all(f"<td>{row.good_text}</td>" in page for row in each_row(groups[~groups["is_withheld"].astype(bool)]))
    act(school, leader, paper_id, "void", "发错了")
    assert published(school.store, school.activity_id, TODAY).results == ()


def test_an_open_round_shows_nothing_though_a_result_is_entered(school: Example, clerk: Actor) -> None:
    typed(school, clerk, what="result", title="第二轮的结果")
    assert published(school.store, school.activity_id, TODAY).results == ()
    assert "回收率 <b>" not in page_of(school)


def test_a_small_group_is_named_and_not_counted(school: Example) -> None:
    rows = results.rounds(school.store, school.activity_id, TODAY)
    row = rows[rows["closed_on"].notna()].iloc[0]
    key = (school.store, school.activity_id, row["round_id"], TODAY)
    groups = groups_shown(*key)
    first = groups["group_label"].iloc[0]
    hidden = groups.assign(is_withheld=groups["group_label"] == first)
    result = Result(
        {str(name): value for name, value in row.items()},
        TODAY,
        results.criteria_figures(*key),
        results.answers(*key),
        hidden,
    )
    shown = evaluation.section(result)
    assert f"<td>{first}</td>" not in shown
    assert f"不单列：{first}" in shown
    others = {str(label) for label in groups["group_label"]} - {first}
    assert all(f"<td>{label}</td>" in shown for label in others)


def test_it_is_shut_until_an_administrator_opens_it(store: Store, admin: Actor, clerk: Actor) -> None:
    activity_id = creating.create_activity(store, admin, load_plan(shipped_plans()["analysis-stage"]), TODAY)
    assert not switch.is_open(store, activity_id)
    with pytest.raises(Refused):
        switch.switch(store, clerk, activity_id, True)
    switch.switch(store, admin, activity_id, True)
    assert switch.is_open(store, activity_id)
    switch.switch(store, admin, activity_id, False)
    assert not switch.is_open(store, activity_id)


@pytest.mark.walk
def test_a_folder_is_written_anew_and_no_other_is_touched(
    school: Example, clerk: Actor, leader: Actor, admin: Actor, tmp_path: Path
) -> None:
    shut(school, admin)
    with pytest.raises(BoardError, match="没有打开"):
        write_open(school.store, tmp_path)
    paper_id = published_notice(school, clerk, leader)
    opened(school, admin)
    write_open(school.store, tmp_path)
    folder = tmp_path / school.activity_id
    assert (folder / f"files/{paper_id}.pdf").is_file()
    if os.name == "posix":
        assert [path.stat().st_mode & 0o777 for path in (folder, folder / "files", folder / "index.html")] == [
            *(0o755, 0o755, 0o644)
        ]
    (folder / "CNAME").write_text("school.example")
    act(school, leader, paper_id, "void", "发错了")
    write_open(school.store, tmp_path)
    assert (folder / "CNAME").exists()
    assert not (folder / f"files/{paper_id}.pdf").exists()
    assert "整改落实情况公示" not in (folder / "index.html").read_text("utf-8")
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("别删")
    with pytest.raises(BoardError, match="别的文件"):
        write(school.store, school.activity_id, TODAY, other)
    assert (other / "mine.txt").read_text() == "别删"


@pytest.mark.walk
def test_the_open_data_say_what_the_page_says(school: Example, clerk: Actor, leader: Actor) -> None:
    published_notice(school, clerk, leader)
    made = site(school.store, school.activity_id, TODAY)
    page = page_of(school)
    described = made.texts["data/readme.txt"].decode()
    for name, content_ in made.texts.items():
        if name.endswith(".csv"):
            header = content_.decode("utf-8-sig").splitlines()[0].split(",")
            assert all(column in described for column in header)
            assert name in page
    table = pd.read_csv(BytesIO(made.texts["data/rectification.csv"]))
    assert page.count('<li id="R-') == len(table)
