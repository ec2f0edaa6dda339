"""No page, document or URL lets an owner or a leader learn who gave an opinion, least of all the member it is about."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise, product
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board import clock
from board.access import Actor, Role
from board.operating.settings import Settings
from board.opinions import actions as opinions
from board.opinions import batch as opinions_batch
from board.opinions import feedback
from board.opinions.disclosure import UNSORTED
from board.problems import actions as problems
from board.procedure import views as procedure_views
from board.public.site import site
from board.rectification import links as rectification_links
from board.store.store import Store, Transaction, open_store
from board.web import serving
from tests.depth import few
from tests.example_school import Example
from tests.pages.conftest import _example
from tests.pages.read_out import documents
from tests.pages.visitor import SUBJECTS, _text, ids, messages, opened, sheet, tables
from tests.public.site_lives import published_notice

# What only the clerk may see of the opinion: words that stand nowhere else.
CHANNEL, GIVER = "密道七号", "隐者一族"
RAW = "我是三班隐名的那位，开会从不听我们讲完"
WORDING = "开会时不听人讲完"
SECRETS = (CHANNEL, GIVER, RAW[:7])
OTHERS = (Role.LEADER, Role.OWNER, Role.ADMIN)


@pytest.fixture(scope="module")
def marked(school_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    """The example school with an opinion about the principal that went all the way: sorted, on a sheet, to an item."""
    opened_store = open_store(Path(shutil.copy(school_file, tmp_path_factory.mktemp("marked") / "school.duckdb")))
    school = _example(opened_store)
    _mark(school.store, school)
    yield school
    opened_store.close()


def _mark(store: Store, school: Example) -> None:
    clerk = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
    activity_id = school.activity_id
    rows = [
        {"activity_id": activity_id, "kind": kind, "label": label, "position": 99, "required": False}
        for kind, label in (("channel", CHANNEL), ("giver", GIVER))
    ]

    def add_words(transaction: Transaction) -> None:
        transaction.insert("activities/insert_terms", rows)

    store.write(add_words)
    source = {"channel": CHANNEL, "giver": GIVER, "received_on": school.today - timedelta(days=1)}
    about = {"about": "member", "member_id": "M01", "content": RAW}
    name = opinions.add(store, clerk, activity_id, {**source, **about})
    for _ in range(4):  # with which it makes a lot
        opinions.add(store, clerk, activity_id, {**source, **about})
    opinions.act(store, clerk, activity_id, name, "sort", {"aspect": "工作作风", "theme": "作风", "wording": WORDING})
    feedback.hand_over(store, clerk, activity_id, feedback.make(store, clerk, activity_id, "M01"), school.today, "校长")
    opinions.act(store, clerk, activity_id, name, "answer", {"response": "adopted", "answer": "今后先听后讲"})
    rectification_links.link(store, clerk, activity_id, "R-006", [name])
    problem = problems.problems(store, activity_id, school.today).iloc[0]["problem_id"]
    problems.link_source(store, clerk, activity_id, problem, "opinion", name)


@pytest.fixture
def served(marked: Example, tmp_path: Path) -> Example:
    serving.serve(marked.store, Settings(tmp_path, demo=True))
    return marked


def the_opinion(school: Example) -> str:
    held = opinions.opinions(school.store, school.activity_id, school.today)
    return str(held[held["wording"] == WORDING]["opinion_id"].iloc[0])


def told(at: AppTest) -> str:
    """All a page sent but the axes of the coverage, which name the activity's words and no opinion."""
    kept = [each for each in messages(at) if "opinions_coverage" not in each.delta.new_element.bidi_component.id]
    cells = [each.value.to_csv() for each in tables(at)]
    return "\n".join([*map(_text, kept), *cells])


def urls(school: Example, subject: str) -> list[dict[str, str]]:
    name = the_opinion(school)
    rules = procedure_views.shown(school.store, school.activity_id, school.today, None)
    rules = rules[rules["rule_id"].str.startswith("opinions")]
    asked = {
        "opinions": [
            {"opinions_opinion": name},
            {"opinions_part": "反馈单", "opinions_sheet": "F-011"},
            {"opinions_part": "梳理"},
            {"opinions_part": "相近的意见"},
            {"opinions_view": "待梳理"},
        ],
        "rectification": [{"rectification_item": "R-006"}],
        "thread": [
            *({"thread_record": record_id} for record_id in (name, "R-006", "W-001", "突出问题")),
            *({"thread_part": part} for part in ("没有下文", "没有来由")),
            *({"thread_band": f"意见 → {target}"} for target in ("问题", "整改事项", "没有下文")),
        ],
        "procedure": [{"procedure_rule": number} for number in rules["number"]],
    }
    return [{}, *asked.get(subject, [])]


@pytest.mark.parametrize(("role", "subject"), few(product(OTHERS, SUBJECTS), len(SUBJECTS)))
def test_no_page_and_no_document_tells(served: Example, subject: str, role: Role) -> None:
    for query in urls(served, subject):
        at = opened(subject, role, **query)
        assert not at.exception
        everything = [told(at), *documents(at)]
        assert [secret for secret in SECRETS for text in everything if secret in text] == []


def test_the_public_page_tells_neither_givers_nor_the_words_they_used(served: Example) -> None:
    clerk = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
    leader = Actor("A-leader", "校长", frozenset({Role.LEADER}))
    published_notice(served, clerk, leader)
    made = site(served.store, served.activity_id, clock.today())
    everything = [each.decode() for each in made.texts.values()]
    assert any("整改落实情况公示" in text for text in everything)
    assert [secret for secret in SECRETS for text in everything if secret in text] == []


def test_the_clerk_sees_what_the_others_do_not(served: Example) -> None:
    at = opened("opinions", Role.CLERK, opinions_opinion=the_opinion(served))
    everything = "\n".join([told(at), *documents(at)])
    assert [secret for secret in SECRETS if secret not in everything] == []


@pytest.mark.walk
def test_no_id_and_no_order_tells_who_came_first(school: Example) -> None:
    clerk, said = (
        Actor("A-clerk", "工作人员", frozenset({Role.CLERK})),
        [f"走廊灯坏了 {n * 37 % 41} 处" for n in range(40)],
    )
    source = {"channel": "座谈会", "giver": "家长", "received_on": school.today, "about": "group"}
    came = opinions_batch.add_many(school.store, clerk, school.activity_id, said, source)
    piles = [{"opinion_id": name, "aspect": "工作作风"} for name in came]
    opinions_batch.sort_many(school.store, clerk, school.activity_id, piles)
    shown = ids(opened("opinions", Role.LEADER, opinions_text="走廊灯坏了"), "opinions_table")
    assert len(shown) == 40
    for told in (shown, sorted(shown)):
        turns = [came.index(name) for name in told]
        assert 5 <= sum(later > earlier for earlier, later in pairwise(turns)) <= 34


@pytest.mark.parametrize(
    "query",
    [
        {"opinions_giver": GIVER},
        {"opinions_channel": CHANNEL},
        {"opinions_giver": "家长", "opinions_about": "校长"},
        {"opinions_channel": "谈心", "opinions_about": "校长"},
    ],
)
def test_a_filter_by_giver_or_channel_does_nothing_for_a_leader(served: Example, query: dict[str, str]) -> None:
    rest = {key: value for key, value in query.items() if key == "opinions_about"}
    assert ids(opened("opinions", Role.LEADER, **query), "opinions_table") == ids(
        opened("opinions", Role.LEADER, **rest), "opinions_table"
    )


@pytest.mark.parametrize("text", [GIVER, CHANNEL, "隐名的那位", "家长座谈会"])
def test_what_is_hidden_is_not_found_either(served: Example, text: str) -> None:
    assert ids(opened("opinions", Role.LEADER, opinions_text=text), "opinions_table") == []


def test_a_leader_reads_the_wording_and_the_handling_and_nothing_before_it(served: Example) -> None:
    at = opened("opinions", Role.LEADER, opinions_opinion=the_opinion(served))
    assert sheet(at) == "意见"
    everything = " ".join(at.html.values)
    assert WORDING in everything
    assert "采纳" in everything
    assert "登记</b>" not in everything
    assert "收到日期" not in everything


def test_what_nobody_sorted_is_counted_and_its_words_are_the_clerks_alone(served: Example) -> None:
    at = opened("opinions", Role.LEADER, opinions_view="待梳理")
    listed = ids(at, "opinions_table")
    assert set(listed) <= set(ids(opened("opinions", Role.CLERK, opinions_view="待梳理"), "opinions_table"))
    frame = next(each.value for each in tables(at) if each.key == "opinions_table") if listed else pd.DataFrame()
    assert set(frame.get("content", [])) <= {UNSORTED}
    for name in listed[:1]:
        assert sheet(opened("opinions", Role.LEADER, opinions_opinion=name)) == "意见"


def test_looking_back_tells_no_more(served: Example) -> None:
    for days in (1, 4, 12):
        at = opened("opinions", Role.LEADER, as_of=str(served.today - timedelta(days=days)), compare="一周前")
        assert not at.exception
        frame = next(each.value for each in tables(at) if each.key == "opinions_table")
        assert not {"giver", "channel", "received_on"} & set(frame.columns)
