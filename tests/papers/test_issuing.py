"""A paper from its draft to its publication: who may do what, what is kept, and what is said when records change."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from board.access import Actor, Role
from board.documents.paper_pdf import paper_pdf
from board.documents.paper_word import paper_word
from board.errors import BoardError, Conflict, Invalid, Refused
from board.evaluation.of_phase import result_since
from board.evaluation.results import rounds
from board.papers import views
from board.papers.issuing import actions, files, making
from board.papers.issuing.publishing import PUBLICATIONS
from board.papers.issuing.rules import allowed_actions
from board.papers.issuing.tree import from_text, to_text
from board.papers.kinds import KINDS
from board.procedure.verdicts import verdicts
from board.publication.actions import PUBLICATION, publications
from board.publication.views import not_published
from board.rectification import proofs
from board.store import records
from tests.evaluation.test_of_phase import opened
from tests.example_school import Example
from tests.paper_lives import TEXTS, TODAY, WHERE, WRITERS, act, drafted, report_more, row_of, seen, shown, sign, signed
from tests.papers.papers import options_of
from tests.procedure import sound_school
from tests.stores import Copies

Draft = Callable[..., str]


@pytest.fixture
def secretary() -> Actor:
    """Another clerk."""
    return Actor("A-secretary", "文书", frozenset({Role.CLERK}))


@pytest.fixture
def sound(sound_copies: Copies, tmp_path: Path) -> Iterator[Example]:
    """The school that leaves nothing out."""
    with sound_copies.opened(tmp_path / "sound.duckdb") as store:
        yield Example(store, sound_school.activity_of(store), TODAY)


@pytest.fixture
def draft(school: Example, clerk: Actor) -> Draft:
    """Drafts a paper with all that it needs."""
    return partial(drafted, school, clerk)


def test_a_paper_is_drafted_checked_signed_by_another_and_published(
    school: Example, clerk: Actor, leader: Actor, draft: Draft
) -> None:
    paper_id = draft(number_word="示校发", number_no=1)
    states = [shown(school, paper_id)["view"]]
    act(school, clerk, paper_id, "check")
    states.append(shown(school, paper_id)["view"])
    sign(school, leader, paper_id)
    states.append(shown(school, paper_id)["view"])
    publication_id = actions.publish(school.store, clerk, school.activity_id, paper_id, WHERE)
    states.append(shown(school, paper_id)["view"])
    assert states == ["起草", "已核对", "待公开", "已公开"]
    entered = publications(school.store, school.activity_id, TODAY).set_index("publication_id").loc[publication_id]
    assert (entered["what"], entered["paper_id"], entered["title"]) == (
        "rectification",
        paper_id,
        row_of(school, paper_id)["title"],
    )


def test_whoever_wrote_on_a_paper_does_not_sign_it(school: Example, clerk: Actor, draft: Draft) -> None:
    paper_id = draft()
    both = Actor(clerk.account_id, "工作人员兼领导", frozenset({Role.CLERK, Role.LEADER}))
    act(school, clerk, paper_id, "check")
    with pytest.raises(Refused, match="您起草或改过的"):
        sign(school, both, paper_id)
    assert "sign" not in allowed_actions("checked", both, {clerk.account_id})


def test_what_is_signed_is_kept_as_bytes_with_all_it_was_made_of(
    school: Example, clerk: Actor, leader: Actor, draft: Draft
) -> None:
    paper_id = draft(number_word="示校发", number_no=1)
    act(school, clerk, paper_id, "check")
    version, head = school.store.version(), school.store.trail.last
    sign(school, leader, paper_id)
    row = row_of(school, paper_id)
    assert (row["data_version"], row["chain_number"], row["chain_hash"]) == (version, head.number, head.hash)
    assert (row["as_of"], row["dated"]) == (TODAY, TODAY)
    for form in ("word", "pdf"):
        content = files.content(school.store, leader, school.activity_id, paper_id, form)
        assert sha256(content).hexdigest() == row[f"{form}_sha256"]
    kept = making.signed(school.store, row)
    assert kept.letterhead.number == f"示校发〔{TODAY.year}〕1号"


def test_a_paper_made_again_from_what_was_kept_is_the_same_to_the_letter(
    school: Example, clerk: Actor, leader: Actor, draft: Draft
) -> None:
    paper_id = signed(school, clerk, leader, draft())
    row = row_of(school, paper_id)
    report_more(school, clerk)
    kept = making.signed(school.store, row)
    assert from_text(to_text(kept)) == kept
    assert sha256(paper_word(kept)).hexdigest() == row["word_sha256"]
    assert sha256(paper_pdf(kept)).hexdigest() == row["pdf_sha256"]


def test_a_later_state_of_the_records_is_said_of_each_figure_and_changes_no_paper(
    school: Example, clerk: Actor, leader: Actor, draft: Draft
) -> None:
    paper_id = signed(school, clerk, leader, draft())
    row, kept = row_of(school, paper_id), files.content(school.store, leader, school.activity_id, paper_id, "pdf")
    assert making.moved_on(school.store, row, TODAY) == []
    item_id = report_more(school, clerk)
    (moved,) = making.moved_on(school.store, row, TODAY)
    assert item_id in moved.key
    assert int(moved.now.rstrip("%")) == int(moved.was.rstrip("%")) + 10
    assert moved.was in moved.sentence
    assert shown(school, paper_id)["moved_count"] == 1
    assert files.content(school.store, leader, school.activity_id, paper_id, "pdf") == kept


def test_a_correction_names_the_paper_and_the_figure_that_was_wrong(
    school: Example, clerk: Actor, leader: Actor, draft: Draft
) -> None:
    paper_id = signed(school, clerk, leader, draft(number_word="示校发", number_no=7))
    report_more(school, clerk)
    row = row_of(school, paper_id)
    (wrong,) = making.moved_on(school.store, row, row["as_of"])
    correction = actions.correct(school.store, clerk, school.activity_id, paper_id, {"figures": wrong.name})
    actions.edit(school.store, clerk, school.activity_id, correction, {}, {"why": "当天的进展补报晚了"})
    words = to_text(making.made(school.store, row_of(school, correction), TODAY))
    for text in (row["title"], f"示校发〔{TODAY.year}〕7号", wrong.was, wrong.now, "当天的进展补报晚了"):
        assert text in words
    signed(school, clerk, leader, correction)
    assert shown(school, paper_id)["corrected_by"] == correction


def test_a_paper_that_is_not_signed_is_not_corrected(school: Example, clerk: Actor, draft: Draft) -> None:
    with pytest.raises(BoardError, match="不用更正"):
        actions.correct(school.store, clerk, school.activity_id, draft(), {"figures": ""})


@pytest.mark.walk
def test_no_number_is_used_twice_and_one_that_came_to_nothing_is_free_again(
    school: Example, clerk: Actor, leader: Actor, draft: Draft
) -> None:
    first, second = draft(number_word="示校发", number_no=3), draft()
    with pytest.raises(Invalid, match=f"已经用在 {first}，下一个是 4号"):
        actions.edit(school.store, clerk, school.activity_id, second, {"number_word": "示校发", "number_no": 3}, {})
    act(school, clerk, first, "drop", "不用发了")
    actions.edit(school.store, clerk, school.activity_id, second, {"number_word": "示校发", "number_no": 3}, {})
    signed(school, clerk, leader, second)
    act(school, leader, second, "void", "发错了")
    third = draft()
    with pytest.raises(Invalid, match=f"已经用在 {second}"):
        actions.edit(school.store, clerk, school.activity_id, third, {"number_word": "示校发", "number_no": 3}, {})


def test_two_clerks_who_change_the_same_draft_do_not_overwrite_each_other(
    school: Example, clerk: Actor, secretary: Actor, draft: Draft
) -> None:
    paper_id = draft()
    opened = row_of(school, paper_id)["seq"]
    actions.edit(school.store, secretary, school.activity_id, paper_id, {}, {"next": "再查一遍"}, seen_seq=opened)
    with pytest.raises(Conflict):
        actions.edit(school.store, clerk, school.activity_id, paper_id, {}, {"next": "接着改"}, seen_seq=opened)
    assert json.loads(row_of(school, paper_id)["texts"]) == {**TEXTS, "next": "再查一遍"}


def test_a_leader_signs_just_what_was_looked_at(school: Example, clerk: Actor, leader: Actor, draft: Draft) -> None:
    paper_id = draft()
    act(school, clerk, paper_id, "check")
    looked_at = seen(school, paper_id)
    report_more(school, clerk)
    with pytest.raises(Conflict, match="数字或文字变了"):
        actions.sign(school.store, leader, school.activity_id, paper_id, looked_at, WRITERS)
    sign(school, leader, paper_id)


@pytest.mark.walk
def test_a_write_to_other_records_does_not_keep_a_leader_from_signing(
    school: Example, clerk: Actor, leader: Actor, draft: Draft
) -> None:
    paper_id = draft()
    act(school, clerk, paper_id, "check")
    looked_at = seen(school, paper_id)
    draft("rectified")
    actions.sign(school.store, leader, school.activity_id, paper_id, looked_at, WRITERS)
    assert row_of(school, paper_id)["state"] == "signed"


def test_a_paper_that_lacks_something_is_not_checked(school: Example, clerk: Actor) -> None:
    paper_id = actions.draft(school.store, clerk, school.activity_id, "rectified_public", {})
    with pytest.raises(BoardError, match="还没有写反映问题的渠道"):
        act(school, clerk, paper_id, "check")


def test_a_paper_is_sent_back_with_a_reason_alone(school: Example, clerk: Actor, leader: Actor, draft: Draft) -> None:
    paper_id = draft()
    act(school, clerk, paper_id, "check")
    with pytest.raises(Invalid, match="请写明原因"):
        act(school, leader, paper_id, "send_back")
    act(school, leader, paper_id, "send_back", "第二段要改")
    assert row_of(school, paper_id)["state"] == "draft"
    assert views.events(school.store, school.activity_id, paper_id)["reason"].iloc[-1] == "第二段要改"


@pytest.mark.walk
def test_a_signed_paper_is_not_changed_any_more(school: Example, clerk: Actor, leader: Actor, draft: Draft) -> None:
    paper_id = signed(school, clerk, leader, draft())
    with pytest.raises(BoardError, match="已签发"):
        actions.edit(school.store, clerk, school.activity_id, paper_id, {}, {"next": "改一改"})
    with pytest.raises(BoardError, match="已签发"):
        sign(school, leader, paper_id)


@pytest.mark.walk
def test_a_paper_is_published_in_several_places_each_once(
    school: Example, clerk: Actor, leader: Actor, draft: Draft
) -> None:
    paper_id = signed(school, clerk, leader, draft())
    to = (school.store, clerk, school.activity_id, paper_id)
    actions.publish(*to, WHERE)
    with pytest.raises(Invalid, match="已经登记过"):
        actions.publish(*to, WHERE)
    actions.publish(*to, {**WHERE, "place": "校园网"})
    assert shown(school, paper_id)["publication_count"] == 2


def test_the_rule_that_results_are_published_sees_an_issued_paper(sound: Example, clerk: Actor, leader: Actor) -> None:
    school, store = sound, sound.store
    to = (store, clerk, school.activity_id)
    entered = publications(store, school.activity_id, TODAY)
    for publication_id in entered[entered["what"] == "result"]["publication_id"]:
        records.act(store, sound_school.EVERYONE, PUBLICATION, school.activity_id, publication_id, "remove", {})
    assert "还没有公开" in result_summary(school)
    kind = KINDS["evaluation"]
    paper_id = actions.draft(*to, kind.code, options_of(store, school.activity_id, TODAY, kind.code))
    actions.edit(*to, paper_id, {}, dict.fromkeys(kind.texts, "已经逐条研究。"))
    publication_id = actions.publish(*to, signed(school, clerk, leader, paper_id), WHERE)
    assert "在校门口公开栏向全体教职工和家长公开" in result_summary(school)
    assert publication_id not in set(entered["publication_id"])


def test_the_result_of_another_round_is_not_the_evaluations_however_late_it_is_published(
    sound: Example, clerk: Actor, leader: Actor
) -> None:
    school, store = sound, sound.store
    to = (store, clerk, school.activity_id)
    first = rounds(store, school.activity_id, TODAY)["round_id"].iloc[-1]
    opened(store, school.activity_id, "再评一次", sound_school.ROUND_DAY + 1)
    entered = publications(store, school.activity_id, TODAY)
    for publication_id in entered[entered["what"] == "result"]["publication_id"]:
        records.act(store, sound_school.EVERYONE, PUBLICATION, school.activity_id, publication_id, "remove", {})
    paper_id = actions.draft(*to, "evaluation", {"round": first})
    actions.edit(*to, paper_id, {}, dict.fromkeys(KINDS["evaluation"].texts, "已经逐条研究。"))
    publication_id = actions.publish(*to, signed(school, clerk, leader, paper_id), WHERE)
    since = result_since(store, school.activity_id, TODAY)
    remark = f"（{publication_id} 讲的是别的一轮，不算）"
    assert not_published(publications(store, school.activity_id, TODAY), since)["result"] == remark


def result_summary(school: Example) -> str:
    """What the rule of procedure says of the publication of the evaluation's result."""
    listed = {each.rule.check.__name__: each for each in verdicts(school.store, school.activity_id, TODAY)}
    return listed["publication_result"].summary


def test_a_kind_made_of_all_records_is_not_issued(school: Example, clerk: Actor) -> None:
    with pytest.raises(Invalid, match="请选择文种"):
        actions.draft(school.store, clerk, school.activity_id, "feedback", {})


def test_a_photo_proves_a_publication(school: Example, clerk: Actor, leader: Actor, draft: Draft) -> None:
    paper_id = signed(school, clerk, leader, draft())
    where = (school.store, clerk, school.activity_id)
    publication_id = actions.publish(*where, paper_id, WHERE)
    proofs.attach(*where, publication_id, "公开栏.jpg", b"jpeg", holder=PUBLICATIONS)
    photos = proofs.proofs(school.store, school.activity_id, publication_id, holder=PUBLICATIONS)
    assert photos["name"].tolist() == ["公开栏.jpg"]
    assert proofs.content(*where, photos["proof_id"].iloc[0], 1) == ("公开栏.jpg", b"jpeg")


@pytest.mark.walk
def test_bytes_that_were_changed_from_outside_are_not_handed_out(
    school: Example, clerk: Actor, leader: Actor, draft: Draft
) -> None:
    paper_id = signed(school, clerk, leader, draft())
    digest_ = row_of(school, paper_id)["pdf_sha256"]
    school.store._connection.execute("UPDATE paper_contents SET content = 'x' WHERE sha256 = ?", [digest_])
    with pytest.raises(BoardError, match="和签发时不一样"):
        files.content(school.store, leader, school.activity_id, paper_id, "pdf")


def test_who_may_fetch_a_paper(
    school: Example, clerk: Actor, leader: Actor, owner: Actor, admin: Actor, draft: Draft
) -> None:
    public, inside = (signed(school, clerk, leader, draft(kind)) for kind in ("rectified_public", "rectified"))

    def may(paper_id: str) -> set[str]:
        got = set()
        for actor in (clerk, leader, owner, admin):
            try:
                files.content(school.store, actor, school.activity_id, paper_id, "pdf")
                got.add(actor.account_id)
            except Refused:
                pass
        return got

    assert may(public) == may(inside) == {"A-clerk", "A-leader"}
    for paper_id in (public, inside):
        actions.publish(school.store, clerk, school.activity_id, paper_id, WHERE)
    assert may(public) == {"A-clerk", "A-leader", "A-owner", "A-admin"}
    assert may(inside) == {"A-clerk", "A-leader"}
    act(school, leader, public, "void", "发错了")
    assert may(public) == {"A-clerk", "A-leader"}


@pytest.mark.walk
def test_the_letterhead_is_where_drafts_begin_and_drafts_there_are_keep_theirs(
    school: Example, clerk: Actor, draft: Draft
) -> None:
    first = draft()
    head = {"unit": "示例小学", "number_word": "示校发", "addressee": "各年级组：", "form": "red", "has_seal": True}
    actions.keep_letterhead(school.store, clerk, school.activity_id, head)
    second = row_of(school, draft())
    assert {name: second[name] for name in head} == head
    assert row_of(school, first)["number_word"] != "示校发"


def test_the_versions_of_a_text_are_kept_with_who_wrote_them(school: Example, clerk: Actor, draft: Draft) -> None:
    paper_id = draft()
    actions.edit(school.store, clerk, school.activity_id, paper_id, {}, {"next": "再查一遍"})
    listed = views.versions(views.events(school.store, school.activity_id, paper_id))
    assert list(listed.values()) == [{**TEXTS, "next": "再查一遍"}, TEXTS, {}]


@pytest.mark.walk
def test_what_happened_later_on_the_same_day_is_not_called_wrong(
    school: Example, clerk: Actor, leader: Actor, draft: Draft
) -> None:
    paper_id = signed(school, clerk, leader, draft())
    report_more(school, clerk)
    row = row_of(school, paper_id)
    assert making.wrong_then(school.store, row, TODAY) == []
    assert making.wrong_then(school.store, row, TODAY + timedelta(days=1)) != []
