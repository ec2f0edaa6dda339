"""注销: what an account did stays and adds up, and nothing in the file says any more whose it was."""

from pathlib import Path

import duckdb
import pytest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.accounts import oidc, sign_in
from board.activity import saved_views
from board.backup import copies as backup
from board.backup import restore as backup_restore
from board.backup.rules import Reason
from board.errors import BoardError, Invalid, Refused
from board.operating.account_deletion import delete_account, leaving
from board.rectification import actions as rectification
from board.store.names import gone
from board.store.store import Store, open_store
from board.store.trail import check as audit_log
from board.trail_views import entries as audit_views
from board.trail_views.entries import Sought
from tests.example_school import Example

PASSWORD = "开会前先看台账2026"
SIGN_IN_NAME, FIRST_NAME, NAME = "ouyangnanfeng", "欧阳南枫", "欧阳南枫主任"
SUBJECT = "f:1:ouyang-4711"


@pytest.fixture
def keeper(school: Example, admin: Actor) -> Actor:
    """An administrator with an account of their own."""
    fields = {"name": "keeper", "display_name": "系统管理员", "roles": [Role.ADMIN], "password": PASSWORD}
    account_id = accounts.create_account(school.store, admin, fields)
    return Actor(account_id, "系统管理员", frozenset({Role.ADMIN}))


@pytest.fixture
def leaver(school: Example, keeper: Actor) -> Actor:
    """A clerk who was renamed, is a person of the plan, and did something under both names."""
    store, activity_id = school.store, school.activity_id
    fields = {"name": SIGN_IN_NAME, "display_name": FIRST_NAME, "roles": [Role.CLERK], "password": PASSWORD}
    account_id = accounts.create_account(store, keeper, {**fields, "people": {activity_id: "P03"}})
    for name in (FIRST_NAME, NAME):
        accounts.edit_account(store, keeper, account_id, {"display_name": name, "people": {activity_id: "P02"}})
        actor = Actor(account_id, name, frozenset({Role.CLERK}))
        rectification.act(store, actor, activity_id, open_item(school), "edit", {"remark": f"第 {len(name)} 次核对"})
    oidc.link(store, keeper, account_id, "https://sso.example", SUBJECT)
    sign_in.sign_in(store, SIGN_IN_NAME, PASSWORD)
    with pytest.raises(Refused):
        sign_in.sign_in(store, SIGN_IN_NAME, "不对")
    saved_views.save(store, actor, activity_id, "rectification", "逾期的", {"q": "逾期"}, is_shared=True)
    return actor


@pytest.fixture
def told(school: Example, leaver: Actor) -> set[str]:
    """Everything that says who the leaver is."""
    rows = [*school.store.rows("audit/rows_of", table="accounts")]
    mine = next(row for row in rows if row["account_id"] == leaver.account_id)
    return {SIGN_IN_NAME, FIRST_NAME, NAME, SUBJECT, mine["password_hash"]}


def open_item(school: Example) -> str:
    items = rectification.items(school.store, school.activity_id, school.today)
    return str(items[items["status"] == "in_progress"]["item_id"].iloc[0])


def texts(store: Store) -> str:
    """All that any table holds."""
    tables = [row["table_name"] for row in store.rows("store/row_counts")]
    return "\n".join(str(row) for table in tables for row in store.rows("audit/rows_of", table=table))


def records(school: Example) -> str:
    frame = rectification.items(school.store, school.activity_id, school.today)
    return str(frame.drop(columns=["actor_name"], errors="ignore").to_csv())


def delete(school: Example, keeper: Actor, account: Actor) -> None:
    delete_account(school.store, keeper, account.account_id, SIGN_IN_NAME)


def test_no_table_and_no_byte_of_the_file_tells_who_it_was(
    school: Example, keeper: Actor, leaver: Actor, told: set[str]
) -> None:
    store = school.store
    assert store.path
    store.flush()
    held, before = store.path.read_bytes(), records(school)
    assert all(each in texts(store) for each in told)
    assert all(each.encode() in held for each in told)
    delete(school, keeper, leaver)
    assert [each for each in told if each in texts(store)] == []
    edits = [entry.detail for entry in store.entries() if entry.kind.startswith("accounts.")]
    assert [each for each in edits if "P02" in each or "P03" in each] == []  # nor whom it was in the plan
    assert records(school) == before
    assert audit_log.check(store).is_sound
    path = store.path
    store.close()
    files = [each for each in path.parent.glob(f"{path.stem}*") if each.is_file()]
    assert [each for each in files for word in told if word.encode() in each.read_bytes()] == []


@pytest.mark.walk
def test_what_it_did_stays_told_apart_by_its_id(school: Example, keeper: Actor, leaver: Actor) -> None:
    store = school.store
    before = audit_views.found(store, keeper, Sought(actor_ids=(leaver.account_id,)), most=50)
    delete(school, keeper, leaver)
    after = audit_views.found(store, keeper, Sought(actor_ids=(leaver.account_id,)), most=50)
    assert after.count == before.count > 2
    assert set(after.rows["who"]) == {gone(leaver.account_id)}
    assert audit_views.actors(store, keeper)[leaver.account_id] == gone(leaver.account_id)
    newest = audit_views.found(store, keeper, Sought(text="注销账号"), most=5).rows
    assert (newest["who"].iloc[0], newest["record"].iloc[0]) == ("系统管理员", leaver.account_id)
    told = rectification.events(store, school.activity_id, open_item(school))["actor_name"].tolist()
    assert told[-2:] == [gone(leaver.account_id)] * 2


@pytest.mark.walk
def test_an_edit_of_the_account_can_still_be_opened(school: Example, keeper: Actor, leaver: Actor) -> None:
    edits = audit_views.found(school.store, keeper, Sought(subjects=("accounts",)), most=50).rows
    number = int(edits[edits["deed_word"] == "修改账号"]["number"].iloc[0])
    _, changes = audit_views.entry(school.store, keeper, number)
    assert ("显示的名字", FIRST_NAME, NAME) in changes[0].columns
    delete(school, keeper, leaver)
    _, changes = audit_views.entry(school.store, keeper, number)
    assert NAME not in str(changes)


@pytest.mark.walk
def test_its_sessions_views_and_failures_go_at_once(school: Example, keeper: Actor, leaver: Actor) -> None:
    store = school.store
    token = sign_in.sign_in(store, SIGN_IN_NAME, PASSWORD)
    found = leaving(store, keeper, leaver.account_id)
    assert (found.session_count, found.view_count, found.shared_view_count) == (2, 1, 1)
    delete(school, keeper, leaver)
    assert sign_in.who(store, token) is None
    for table in ("sessions", "saved_views", "sign_in_failures", "account_people", "account_subjects"):
        assert store.rows("audit/rows_of", table=table) == []
    with pytest.raises(Refused):
        sign_in.sign_in(store, SIGN_IN_NAME, PASSWORD)


@pytest.mark.walk
def test_what_comes_too_late_brings_no_name_back(school: Example, keeper: Actor, leaver: Actor) -> None:
    delete(school, keeper, leaver)
    rectification.act(school.store, leaver, school.activity_id, open_item(school), "edit", {"remark": "迟到的一次"})
    assert NAME not in texts(school.store)
    assert audit_log.check(school.store).is_sound


@pytest.mark.walk
def test_a_copy_from_before_loses_the_person_as_it_is_put_back(
    school: Example, keeper: Actor, leaver: Actor, told: set[str]
) -> None:
    copy = backup.make(school.store, Reason.HAND).path
    delete(school, keeper, leaver)
    backup_restore.restore(school.store, copy)
    assert [each for each in told if each in texts(school.store)] == []
    assert audit_log.check(school.store).is_sound


def test_it_is_for_an_administrator_and_never_for_the_own_account(
    school: Example, keeper: Actor, leaver: Actor, clerk: Actor
) -> None:
    with pytest.raises(Refused):
        delete(school, clerk, leaver)
    with pytest.raises(BoardError, match="不能注销自己的账号"):
        delete_account(school.store, keeper, keeper.account_id, "keeper")


def test_the_last_administrator_stays(school: Example, keeper: Actor, admin: Actor) -> None:
    with pytest.raises(BoardError, match="不能没有管理员"):
        delete_account(school.store, admin, keeper.account_id, "keeper")


@pytest.mark.parametrize("typed", ["", "ouyang", FIRST_NAME])
def test_the_sign_in_name_is_typed_to_be_sure(school: Example, keeper: Actor, leaver: Actor, typed: str) -> None:
    with pytest.raises(Invalid):
        delete_account(school.store, keeper, leaver.account_id, typed)
    assert NAME in texts(school.store)


@pytest.mark.walk
def test_the_second_time_there_is_none(school: Example, keeper: Actor, leaver: Actor) -> None:
    delete(school, keeper, leaver)
    with pytest.raises(BoardError, match="没有这个账号"):
        delete(school, keeper, leaver)


FORGED = "UPDATE account_words SET word = '别人' WHERE word = '系统管理员'"
EMPTIED = "UPDATE account_words SET word = '', salt = '' WHERE word = '系统管理员'"
TAKEN_OUT = "DELETE FROM account_words WHERE word = '系统管理员'"
SWAPPED = "UPDATE account_words SET account_id = 'A-1' WHERE word = '系统管理员'"


@pytest.mark.parametrize("statement", [FORGED, EMPTIED, TAKEN_OUT, SWAPPED])
def test_a_name_changed_from_outside_shows(school: Example, keeper: Actor, statement: str) -> None:
    rectification.act(
        school.store,
        Actor(keeper.account_id, keeper.name, frozenset({Role.CLERK})),
        school.activity_id,
        open_item(school),
        "edit",
        {"remark": "看过"},
    )
    path = school.store.path
    assert isinstance(path, Path)
    assert audit_log.check(school.store).is_sound
    school.store.close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement)
    again = open_store(path)
    checked = audit_log.check(again)
    again.close()
    assert not checked.is_sound
    assert any("名字" in each for each in checked.altered)
