"""异议, the public's part: the form behind a link, and putting a filled-in form into the pool, once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from board import clock
from board.activity import activities
from board.activity.activities import Activity
from board.ballots import pool
from board.ballots.casting import AlreadyCast, NoSuchCode, well_formed
from board.ballots.seal import keys_of
from board.errors import BoardError, Invalid, Refused
from board.public.items import Item
from board.replies.openings import VIEWS, items_of
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import printable

# Characters: of one sentence, and of all on a form; the latter fit into a sealed row whatever is typed.
LONGEST, LONGEST_TOGETHER = 300, 1_000


@dataclass(frozen=True)
class Sheet:
    """The form behind a link: the activity, the opening's row, the paper's title and its items."""

    activity: Activity
    opening: Row
    title: str
    items: tuple[Item, ...]

    @property
    def by_codes(self) -> bool:
        """Whether a code is needed to fill it in."""
        return bool(self.opening["entry"] == "codes")


@dataclass(frozen=True)
class Filled:
    """A form as it was sent. views: item's id → a view of `words.PEOPLE_VIEW`; sentences: item's id → text. code, or
    device and turn: its right to be counted."""

    views: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    device: str = ""
    turn: int = 1


def sheet(store: Store, opening_id: str) -> Sheet:
    """The form behind a link. Raises BoardError if there is none."""
    found = store.rows("replies/opening_of", opening_id=opening_id)
    if not found:
        raise BoardError("没有这一页", "链接不完整，或者不是本单位的。", "请重新打开公开网页上的链接。")
    activity_id, paper_id = found[0]["activity_id"], found[0]["paper_id"]
    (row,) = store.rows("papers/current", activity_id=activity_id, paper_id=paper_id)
    about = activities.activity(store, activity_id)
    return Sheet(about, found[0], row["title"], items_of(store, activity_id, paper_id))


def require_open(source: Store | Transaction, opening: Row) -> None:
    """Raises Refused, with the reason, if no answers are accepted now."""
    today, ask = clock.today(), "有话要说，请直接告诉公开这份材料的单位。"
    if opening["ended_at"] is not None:
        raise Refused("评价已经结束", f"已于 {opening['ended_at']:%Y-%m-%d} 结束，不再收。", ask)
    if opening["closes_on"] is not None and opening["closes_on"] < today:
        raise Refused("评价时间已过", f"截止到 {opening['closes_on']:%Y-%m-%d}。", ask)
    key = {"activity_id": opening["activity_id"], "paper_id": opening["paper_id"]}
    if not source.rows("replies/published", **key, today=today):
        raise Refused("现在不收评价", "这份公示已经撤下或作废。", ask)


def next_turn(store: Store, opening: Row, device: str) -> int:
    """The number of a device's next form. Raises AlreadyCast if it has given all it may."""
    for turn in range(1, opening["device_limit"] + 1):
        turn_hash = _turn_hash(store, opening, device, turn)
        if not store.rows("replies/turn", opening_id=opening["opening_id"], turn_hash=turn_hash):
            return turn
    raise AlreadyCast("这台手机已经交过了", "评价已经收到。", "不用再交。")


def answer(store: Store, asked: Sheet, filled: Filled) -> None:
    """Puts a form into the pool and uses up its code, or its device's turn; or does nothing at all.

    Raises Refused if no answers are accepted now, NoSuchCode, AlreadyCast, and Invalid by item's id, "device" or
    "blank" (nothing is answered).
    """
    digits, sentences = _checked(asked, filled)
    opening_id, hashed = asked.opening["opening_id"], keys_of(store).hashed
    code_hash = hashed("code", opening_id, well_formed(filled.code)) if asked.by_codes else ""
    turn_hash = _turn_hash(store, asked.opening, filled.device, filled.turn)
    key = {"activity_id": asked.opening["activity_id"], "opening_id": opening_id}

    def work(transaction: Transaction) -> None:
        (opening,) = transaction.rows("replies/opening_of", opening_id=opening_id)
        require_open(transaction, opening)
        if asked.by_codes:
            if not transaction.rows("replies/code", opening_id=opening_id, code_hash=code_hash):
                raise _used()
            transaction.run("replies/delete_code", opening_id=opening_id, code_hash=code_hash)
        else:
            is_taken = transaction.rows("replies/turn", opening_id=opening_id, turn_hash=turn_hash)
            if is_taken or not 1 <= filled.turn <= opening["device_limit"]:
                raise AlreadyCast("这份评价已经收到", "不会重复计。", "不用再交。")
            transaction.insert("replies/insert_turn", [{**key, "turn_hash": turn_hash}])
        parts = [(pool.VIEWS, "", digits), (pool.SENTENCES, "", sentences)]
        pool.put(store, transaction, {"activity_id": key["activity_id"], "round_id": opening_id}, parts)

    store.write(work, Deed("replies.answer", is_kept=False))


def _used() -> NoSuchCode:
    return NoSuchCode(
        "这个填写码已经用过",
        "用它交的评价已经收到，不会重复计；也可能不是这一次的填写码。",
        "没有交过的，请向发填写码的人换一个。",
        is_guess=True,
    )


def _turn_hash(store: Store, opening: Row, device: str, turn: int) -> str:
    return keys_of(store).hashed("device", opening["opening_id"], device, str(turn))


def _checked(asked: Sheet, filled: Filled) -> tuple[str, dict[str, str]]:
    """The views, a digit per item in the paper's order (0: none), so that all are of one length; the sentences."""
    named = {each.item_id for each in asked.items}
    places = {"": "0", **{view: str(place) for place, view in enumerate(VIEWS, 1)}}
    wrong = {name: "没有这个答案，请重新选" for name, view in filled.views.items() if view not in places}
    sentences = {name: text for name, typed in filled.sentences.items() if name in named and (text := printable(typed))}
    wrong |= {name: f"最多 {LONGEST} 个字" for name, text in sentences.items() if len(text) > LONGEST}
    whole = sum(map(len, sentences.values()))
    is_too_long = len(json.dumps(sentences, ensure_ascii=False).encode()) > pool.LENGTHS[pool.SENTENCES]
    if whole > LONGEST_TOGETHER or is_too_long:
        wrong["blank"] = f"写的话合起来最多 {LONGEST_TOGETHER} 个字，现在是 {whole} 个"
    elif not wrong and not sentences and not any(filled.views.get(name) for name in named):
        wrong["blank"] = "一项也没有选，也没有写"
    if not asked.by_codes and not filled.device:
        wrong["device"] = "浏览器没有保存这一页的标记：请允许它保存网站数据，再按一次"
    if wrong:
        raise Invalid(wrong, "还没有交")
    return "".join(places[filled.views.get(each.item_id, "")] for each in asked.items), sentences
