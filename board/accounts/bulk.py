"""成批添加账号: the rows of a file are judged one by one, then all accounts are added at once, or none.

A file never changes an existing account: a row with a name in use is skipped.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from board.access import Actor, Role, require
from board.accounts.actions import account_row, accounts, field_faults, insert_account, names_tried
from board.accounts.passwords import new_password
from board.accounts.sign_in import spelled
from board.activity.activities import people as people_of
from board.errors import BoardError, Conflict, Invalid
from board.importing.choices import Choices
from board.importing.ledgers.file import LedgerFile, LedgerRow
from board.importing.ledgers.kinds import ACCOUNTS
from board.importing.ledgers.reading import read_ledger
from board.importing.problems import Problem
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import printable
from board.words import ROLE

MOST = 500
NEW, PRESENT, WRONG = "将添加", "已有", "有错"
_CODES = {word: code for code, word in ROLE.items()}
_BETWEEN = re.compile(r"[、，,;；/|\s]+")
_NEEDING_A_PERSON = {Role.LEADER, Role.OWNER}
_REMEDY = {
    "display_name": "请写上姓名",
    "name": "请换一个登录名",
    "roles": f"请写 {'、'.join(ROLE.values())} 中的一个或几个，用顿号隔开",
    "person": "请照活动的人员名单写，或者留空",
}


@dataclass(frozen=True)
class Candidate:
    """An account in a row of a file. number: the row, as Excel shows it. what: NEW, PRESENT or WRONG.

    name: as it is stored. person: as the row writes it; person_id: that person's id in the activity, or None.
    """

    number: int
    what: str
    name: str
    display_name: str
    roles: tuple[Role, ...]
    person: str
    person_id: str | None


@dataclass(frozen=True)
class Seen:
    """The preview of a file: its rows judged, and its problems (errors and warnings)."""

    file: LedgerFile
    rows: tuple[Candidate, ...]
    problems: tuple[Problem, ...]

    @property
    def news(self) -> tuple[Candidate, ...]:
        """The accounts that would be added."""
        return tuple(row for row in self.rows if row.what == NEW)

    @property
    def error_count(self) -> int:
        """The number of problems that prevent adding."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def effect(self) -> str:
        """The outcome of all rows, in a sentence."""
        counts = Counter(row.what for row in self.rows)
        more = (f"{counts[WRONG]} 行有错" * bool(counts[WRONG]), f"{counts[PRESENT]} 个已有" * bool(counts[PRESENT]))
        return "，".join([f"将添加 {counts[NEW]} 个账号", *filter(None, more)])


@dataclass(frozen=True)
class Opened:
    """An account that is ready to be added: its row with the password's hash, and the password, which is not stored."""

    candidate: Candidate
    row: Row
    password: str


def preview(store: Store, actor: Actor, activity_id: str, data: bytes, choices: Choices) -> Seen:
    """Previews adding the accounts of a file; nothing is written. Persons are those of the activity.

    Raises Refused without `accounts.edit`, BoardError if the file can't be read as such a list or is too long.
    """
    require(actor, "accounts.edit")
    file = read_ledger(data, ACCOUNTS, choices)
    if not file.rows:
        raise BoardError("名单里没有账号", "表头下面一行也没有。", "请照模板一行写一个账号，再来。")
    if len(file.rows) > MOST:
        raise BoardError("一次加得太多", f"名单有 {len(file.rows)} 行，一次最多 {MOST} 个账号。", "请分成几份。")
    present, people = set(accounts(store)["name"]), people_of(store, activity_id)
    ids: dict[str, list[str]] = {}
    for name, person_id in zip(people["name"], people["person_id"], strict=True):
        ids.setdefault(name, []).append(person_id)
    first = {spelled(row.texts.get("name")): row.number for row in reversed(file.rows)}
    judged = [_judged(row, file, present, ids, first) for row in file.rows]
    problems = [problem for _, found in judged for problem in found]
    return Seen(file, tuple(row for row, _ in judged), (*file.problems, *problems))


def _judged(
    row: LedgerRow, file: LedgerFile, present: set[str], ids: Mapping[str, list[str]], first: Mapping[str, int]
) -> tuple[Candidate, list[Problem]]:
    words = [word for word in _BETWEEN.split(row.texts.get("roles", "")) if word]
    name, person = spelled(row.texts.get("name")), row.texts.get("person", "")
    roles = tuple(sorted({Role(_CODES[word]) for word in words if word in _CODES}))
    display_name = printable(row.texts.get("display_name", ""))
    fields = {"name": name, "display_name": display_name, "roles": roles}
    matching = ids.get(person, [])
    faults = field_faults(fields) | _own_faults(words, person, matching)
    if name and first[name] != row.number:
        faults["name"] = f"和第 {first[name]} 行的登录名一样"
    is_present = name in present and first[name] == row.number
    what = PRESENT if is_present else WRONG if faults else NEW
    person_id = matching[0] if len(matching) == 1 else None
    candidate = Candidate(row.number, what, name, display_name, roles, person, person_id)
    if what == NEW and not person and _NEEDING_A_PERSON & set(roles):
        return candidate, [_nobody(file, row)]
    return candidate, [_problem(file, row, *fault) for fault in faults.items()] if what == WRONG else []


def _own_faults(words: Sequence[str], person: str, matching: Sequence[str]) -> dict[str, str]:
    """The faults that only a file can have: unknown words for roles and persons."""
    unknown = [word for word in words if word not in _CODES]
    faults = {"roles": f"没有“{'”“'.join(unknown)}”这样的角色"} if unknown else {}
    if person and not matching:
        faults["person"] = "活动的人员名单里没有这个人"
    elif len(matching) > 1:
        faults["person"] = "活动的人员名单里有几位同名，分不清是哪一位"
    return faults


def _problem(file: LedgerFile, row: LedgerRow, column: str, what: str) -> Problem:
    named = file.columns.get(column, ACCOUNTS.by_name[column].label)
    return Problem(file.sheet, row.number, named, row.texts.get(column, ""), what, _REMEDY[column])


def _nobody(file: LedgerFile, row: LedgerRow) -> Problem:
    named = file.columns.get("person", ACCOUNTS.by_name["person"].label)
    what, remedy = "责任人、领导没有写是哪个人员，办不了自己的事项", "请写上；以后在账号里补也行"
    return Problem(file.sheet, row.number, named, "", what, remedy, "warning")


def ready(store: Store, candidate: Candidate) -> Opened:
    """An account with a generated first password, to be changed at the first sign-in.

    Takes a tenth of a second on purpose (see `passwords.hashed`), so this is done before anything is written.
    """
    password = new_password(names_tried(store, candidate.name, candidate.display_name))
    return Opened(candidate, account_row(candidate.name, candidate.display_name, password, must_renew=True), password)


def create_accounts(store: Store, actor: Actor, activity_id: str, opened: Sequence[Opened]) -> None:
    """Adds accounts, all or none, each with its own entry in the audit trail as if it had been added alone.

    Raises Refused without `accounts.edit`, BoardError if there are none, Conflict if a name was taken meanwhile.
    """
    require(actor, "accounts.edit")
    if not opened:
        raise BoardError("没有要添加的账号", "名单里没有新的账号。", "请检查名单。")

    def work(transaction: Transaction) -> None:
        for each in opened:
            transaction.go_on_as(Deed("accounts.create", actor, each.row["account_id"]))
            _insert(transaction, activity_id, each)

    store.write(work, Deed("accounts.import", actor, f"{len(opened)} 个"), topic="access")


def _insert(transaction: Transaction, activity_id: str, each: Opened) -> None:
    who = each.candidate
    people: dict[str, Any] = {activity_id: who.person_id} if who.person_id else {}
    try:
        insert_account(transaction, each.row, who.roles, people)
    except Invalid as taken:
        what = f"登录名“{who.name}”刚刚已经有人用了，一个账号也没有添加。"
        raise Conflict("没有添加", what, "请再看一遍名单，已有的会略过，再按一次。") from taken
