"""填写评议表, the evaluator's part: the form behind a link, and putting a filled-in form into the pool, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from board import clock
from board.activity import activities
from board.activity.activities import Activity
from board.ballots import codes
from board.ballots.actions import add_to_intake
from board.ballots.pool import Ballot, drop_in
from board.ballots.seal import keys_of
from board.errors import BoardError, Invalid, Refused
from board.evaluation import results as evaluation
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import printable

LONGEST_SUGGESTION = 1_000


class AlreadyCast(BoardError):
    """This form, code or device has already given its ballot: nothing more is taken, and nothing is lost."""


class NoSuchCode(BoardError):
    """A code that can't be ours, or no longer exists. `is_guess`: it could have been one of ours."""

    def __init__(self, title: str, message: str, remedy: str, *, is_guess: bool) -> None:
        super().__init__(title, message, remedy)
        self.is_guess = is_guess


@dataclass(frozen=True)
class Question:
    """A criterion of the form, with its answers by rank, best first."""

    criterion_id: str
    heading: str
    label: str
    is_overall: bool
    answers: Mapping[int, str]


@dataclass(frozen=True)
class Paper:
    """The form behind a link: the activity, the round's row, the opening's row, the questions, and all groups."""

    activity: Activity
    round_row: Row
    opening: Row
    questions: tuple[Question, ...]
    groups: tuple[str, ...]

    @property
    def by_codes(self) -> bool:
        """Whether a code is needed to fill it in."""
        return bool(self.opening["entry"] == "codes")

    @property
    def keys(self) -> Row:
        """activity_id and round_id."""
        return {"activity_id": self.opening["activity_id"], "round_id": self.opening["round_id"]}


@dataclass(frozen=True)
class Filled:
    """A form as it was sent.

    group: as chosen, if the form asks. answers: criterion's id → rank as typed, '' or missing if left blank. code, or
    device and turn: its right to be counted. skips: whether blanks were confirmed.
    """

    answers: Mapping[str, str]
    group: str = ""
    suggestion: str = ""
    code: str = ""
    device: str = ""
    turn: int = 1
    skips: bool = False


def paper(store: Store, opening_id: str) -> Paper:
    """The form behind a link. Raises BoardError if there is none."""
    found = store.rows("ballots/opening_of", opening_id=opening_id)
    if not found:
        raise BoardError("没有这份评议表", "链接不完整，或者不是本单位的。", "请重新扫码；还是不行，请问发评议表的人。")
    activity_id, round_id = found[0]["activity_id"], found[0]["round_id"]
    groups = [row["label"] for row in store.rows("evaluation/group_labels", activity_id=activity_id)]
    return Paper(
        activities.activity(store, activity_id),
        evaluation.round_row(store, activity_id, round_id),
        found[0],
        _questions(store, activity_id),
        tuple(groups),
    )


def _questions(store: Store, activity_id: str) -> tuple[Question, ...]:
    def made() -> tuple[Question, ...]:
        rows = store.rows("ballots/form", activity_id=activity_id)
        heads = groupby(
            rows, lambda row: (row["criterion_id"], row["heading"], row["criterion_label"], row["is_overall"])
        )
        return tuple(Question(*head, {row["rank"]: row["label"] for row in answers}) for head, answers in heads)

    found: tuple[Question, ...] = store.cached(("ballots.questions", activity_id), made)
    return found


def require_open(opening: Row, round_row: Row) -> None:
    """Raises Refused, with the reason, if no ballots are accepted now."""
    today, ask = clock.today(), "有话要说，请直接告诉组织评议的人。"
    if round_row["closed_on"] is not None:
        raise Refused("这一轮评议已经结束", f"已于 {round_row['closed_on']:%Y-%m-%d} 结束，不再收评议表。", ask)
    if round_row["opened_on"] > today:
        raise Refused("评议还没有开始", f"{round_row['opened_on']:%Y-%m-%d} 开始。", "请到那一天再打开这个链接。")
    if opening["closes_on"] is not None and opening["closes_on"] < today:
        raise Refused("填写时间已过", f"截止到 {opening['closes_on']:%Y-%m-%d}。", ask)
    if not opening["is_open"]:
        raise Refused("现在不收评议表", "工作人员暂停了填写。", "请稍后再打开，或问发评议表的人。")


def is_taking(opening: Row, round_row: Row) -> bool:
    """Whether ballots are accepted now."""
    try:
        require_open(opening, round_row)
    except Refused:
        return False
    return True


def group_of(store: Store, asked: Paper, typed: str) -> str:
    """The group of a usable code. Raises NoSuchCode."""
    found = store.rows("ballots/code", **asked.keys, code_hash=_hash(store, asked.opening, well_formed(typed)))
    return str(_only(found)["group_label"])


def well_formed(typed: str) -> str:
    """A code as it is stored, from what was typed. Raises NoSuchCode where it can't be one of ours."""
    code = codes.spelled(typed)
    if not code:
        raise NoSuchCode("请填写填写码", "在发给您的纸条上，10 个字母和数字。", "填好再按一次。", is_guess=False)
    if not codes.is_well_formed(code):
        raise NoSuchCode(
            "填写码不对", "可能抄错或漏了一个字。", "请对照纸条再填一次；没有字母 I、L、O 和数字 0、1。", is_guess=False
        )
    return code


def _hash(store: Store, opening: Row, code: str) -> str:
    return keys_of(store).hashed("code", opening["opening_id"], code)


def _only(found: list[Row]) -> Row:
    if not found:
        raise NoSuchCode(
            "这个填写码已经用过",
            "用它填的评议表已经收到，不会重复计；也可能是工作人员作废了它。",
            "刚才按了两次、又回到这里的，不用再交。没有填过的，请向发评议表的人换一个填写码。",
            is_guess=True,
        )
    return found[0]


def next_turn(store: Store, asked: Paper, device: str) -> int:
    """The number of a device's next ballot. Raises AlreadyCast if it has given all it may."""
    limit = asked.opening["device_limit"]
    for turn in range(1, limit + 1):
        if not store.rows("ballots/turn", **asked.keys, turn_hash=_turn_hash(store, asked.opening, device, turn)):
            return turn
    message = "评议表已经收到。" if limit == 1 else f"从这台手机交的 {limit} 张评议表都已经收到。"
    raise AlreadyCast("这台手机已经交过了", message, "不用再交。")


def _turn_hash(store: Store, opening: Row, device: str, turn: int) -> str:
    return keys_of(store).hashed("device", opening["opening_id"], device, str(turn))


def cast(store: Store, asked: Paper, filled: Filled) -> None:
    """Puts a form into the pool and uses up its code, or its device's turn; or does nothing at all.

    Raises Refused if no ballots are accepted now, NoSuchCode, AlreadyCast, and Invalid, by criterion's id, "group" or
    "suggestion"; if only blanks are wrong, they are reported under "blank" and accepted once `skips` is set.
    """
    ranks, suggestion = _checked(asked, filled)
    code_hash = _hash(store, asked.opening, well_formed(filled.code)) if asked.by_codes else ""
    turn_hash = _turn_hash(store, asked.opening, filled.device, filled.turn)

    def work(transaction: Transaction) -> None:
        keys = asked.keys
        opening = transaction.rows("ballots/opening", **keys)[0]
        require_open(opening, evaluation.found_round(transaction.rows("evaluation/round", **keys)))
        if opening["entry"] != asked.opening["entry"]:
            raise Refused("填写方式刚刚改过", "这一张没有收。", "请重新扫码打开。")
        if asked.by_codes:
            group = str(_only(transaction.rows("ballots/code", **keys, code_hash=code_hash))["group_label"])
            transaction.run("ballots/delete_code", **keys, code_hash=code_hash)
        else:
            group = opening["link_group"] or filled.group
            _take_turn(transaction, opening, filled.turn, {**keys, "turn_hash": turn_hash})
        add_to_intake(transaction, keys, group, came=1)
        drop_in(store, transaction, keys, Ballot(group, ranks, suggestion))

    store.write(work, Deed("ballots.cast", is_kept=False))


def _take_turn(transaction: Transaction, opening: Row, turn: int, row: Row) -> None:
    if transaction.rows("ballots/turn", **row) or not 1 <= turn <= opening["device_limit"]:
        raise AlreadyCast("这张评议表已经收到", "不会重复计。", "不用再交。")
    transaction.insert("ballots/insert_turn", [row])


def _checked(asked: Paper, filled: Filled) -> tuple[dict[str, int], str]:
    wrong: dict[str, str] = {}
    ranks = {question.criterion_id: _rank(question, filled, wrong) for question in asked.questions}
    if not asked.by_codes and not asked.opening["link_group"] and filled.group not in asked.groups:
        wrong["group"] = "请选您是哪一类"
    suggestion = printable(filled.suggestion)
    if len(suggestion) > LONGEST_SUGGESTION:
        wrong["suggestion"] = f"意见和建议最多 {LONGEST_SUGGESTION} 个字，现在是 {len(suggestion)} 个"
    if not asked.by_codes and not filled.device:
        wrong["device"] = "浏览器没有保存这一页的标记：请允许它保存网站数据，再按一次；还不行，请换微信打开"
    if not wrong and not filled.skips:
        wrong |= {question.criterion_id: "还没有选" for question in asked.questions if _is_blank(question, filled)}
        if wrong:
            wrong["blank"] = f"还有 {len(wrong)} 项没有选"
    if wrong:
        raise Invalid(wrong, "还没有交")
    return ranks, suggestion


def _is_blank(question: Question, filled: Filled) -> bool:
    return not filled.answers.get(question.criterion_id, "")


def _rank(question: Question, filled: Filled, wrong: dict[str, str]) -> int:
    ranks = {"0": 0, "": 0, **{str(rank): rank for rank in question.answers}}
    typed = filled.answers.get(question.criterion_id, "")
    if typed in ranks:
        return ranks[typed]
    wrong[question.criterion_id] = "没有这个答案，请重新选"
    return 0
