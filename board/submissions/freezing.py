"""On the unit's side: where it hands up, freezing a state into a signed submission, and the superior's answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from board import clock
from board.access import Actor, require, require_whole
from board.activity.activities import activity
from board.errors import BoardError, Invalid
from board.lake.lake import Away
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed, Head
from board.submissions import keys
from board.submissions.contents import Chosen, contents, plan_digest
from board.submissions.document import Signed, canonical, digest, signed
from board.submissions.filed import written_files
from board.submissions.following import agreed, lake_of
from board.submissions.keeping import NOWHERE, Written
from board.submissions.shape import FORMAT, LONGEST_REASON, line
from board.submissions.sums import sums
from board.typed import plain, printable

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_LONGEST_ADDRESS, _LONGEST_UNIT = 200, 32
WHOLE, SUMS = "whole", "sums"
FORWARDS: dict[str, str] = {"": "不转报", WHOLE: "原样转报每一份", SUMS: "只报合计"}
_NO_FREEZE_AFTER = timedelta(days=3660)


@dataclass(frozen=True)
class Before:
    """The submission that the next one follows: its number (0: none) and digest."""

    number: int = 0
    sha256: str = ""


def superior(store: Store, activity_id: str) -> Row | None:
    """Where an activity hands up (address: '' only by file) and as which unit_id; None before it is entered."""
    rows = _kept(store, "submissions/superior", activity_id)
    return rows[0] if rows else None


def _kept(store: Store, name: str, activity_id: str) -> list[Row]:
    rows: list[Row] = store.cached((name, activity_id), lambda: store.rows(name, activity_id=activity_id))
    return [dict(row) for row in rows]


def set_superior(store: Store, actor: Actor, activity_id: str, given: Mapping[str, Any]) -> None:
    """Enter where to hand up: address (https://…, or '' for by file only), unit_id, and the fingerprint of
    the superior's key ('': it is kept at the first contact); of a bureau, what goes up of the units below (forwards: ''
    nothing, FORWARDS). Raises Refused, Invalid."""
    require(actor, "submissions.link")
    address, unit_id = (plain(given.get(name)) or "" for name in ("address", "unit_id"))
    fingerprint = "".join((plain(given.get("fingerprint")) or "").split()).lower()
    wrong = {"address": _wrong_address(address)} if _wrong_address(address) else {}
    if not unit_id or len(unit_id) > _LONGEST_UNIT or not unit_id.replace("-", "").replace("_", "").isalnum():
        wrong["unit_id"] = "上级给的单位编号，数字和字母"
    if fingerprint and not _FINGERPRINT.fullmatch(fingerprint):
        wrong["fingerprint"] = "指纹是 64 个数字和字母 a–f，向上级要；不填，第一次连上时记下"
    forwards = given.get("forwards") or ""
    if forwards not in FORWARDS:
        wrong["forwards"] = "请从列表里选"
    if wrong:
        raise Invalid(wrong)

    def work(transaction: Transaction) -> None:
        before = transaction.rows("submissions/superior", activity_id=activity_id)
        row = {"activity_id": activity_id, "address": address.rstrip("/"), "unit_id": unit_id, "seq": 1}
        row |= {"fingerprint": fingerprint, "forwards": forwards}
        if before:
            row["seq"] = before[0]["seq"] + 1
        who = {"happened_at": clock.now(), "actor_id": actor.account_id, "actor_name": actor.name}
        transaction.insert("submissions/insert_superior", [{**row, **who}])

    store.write(work, Deed("submissions.link", actor))


def _wrong_address(address: str) -> str:
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        is_known = parts.scheme in {"https", "http"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_known = False
    if not is_known or len(address) > _LONGEST_ADDRESS or parts.username or parts.query or parts.fragment:
        return "上级看板的网址，照上级给的写全；只用文件送的不填"
    is_here = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    return "" if parts.scheme == "https" or is_here else "要用加密的网址（HTTPS），内容才不会在路上被看到"


def freeze(
    store: Store, actor: Actor, activity_id: str, as_of: date, chosen: Chosen, *, reason: str = "", looked_at: str = ""
) -> Signed:
    """Freeze a state as of a day, sign it and keep it, to be sent; returns it.

    A day that is frozen already is corrected: reason is needed then. looked_at: the digest of the contents that were
    looked at ('': not held to it); they are frozen only if they are the same now. Raises Refused, Invalid, Conflict.
    """
    require(actor, "submissions.send")
    require_whole(actor)
    if not as_of <= clock.today() < as_of + _NO_FREEZE_AFTER:
        raise Invalid({"as_of": "只能上报到今天为止的状态"})

    def work(transaction: Transaction) -> tuple[Signed, Written]:
        found = preview(store, activity_id, as_of, chosen)
        if looked_at and looked_at != found.sha256:
            raise BoardError("内容刚刚变了", "看过以后有人改了记录，要上报的和看到的不一样了。", "请再看一遍，再冻结。")
        return _keep(store, transaction, actor, found, printable(reason))

    lake, deed = lake_of(store), Deed("submissions.freeze", actor, record=f"{as_of:%Y-%m-%d}")
    if lake:  # nobody else freezes the same number, or sums that tell beside these of a few
        try:
            return agreed(store, lake, "lake/own_counts", work, deed)
        except Away as error:
            message = "收件库连不上，或者别的几台一直在写；报到第几号要几台都知道。"
            raise Away("现在冻结不了", message, "没有冻结，也没有上报。过一会儿再按一次。", error.place) from error
    return store.write(work, deed)[0]


@dataclass(frozen=True)
class Preview:
    """All that would leave: the sections of a day, their digest, and the end of the audit trail behind them."""

    activity_id: str
    as_of: date
    sections: Mapping[str, list[Row]]
    plan_sha256: str
    sha256: str
    head: Head


def preview(store: Store, activity_id: str, as_of: date, chosen: Chosen) -> Preview:
    """Exactly what would leave of a day, but for number, moment and seal."""
    head, linked = store.trail.last, superior(store, activity_id)
    if linked and linked["forwards"] == SUMS:
        sections = sums(store, activity_id, as_of)
    else:
        sections = contents(store, activity_id, as_of, chosen)
    return Preview(activity_id, as_of, sections, plan_digest(store, activity_id), digest(canonical(sections)), head)


def _keep(store: Store, transaction: Transaction, actor: Actor, found: Preview, reason: str) -> tuple[Signed, Written]:
    """Keep what is frozen; returns it, and its rows as a lake gets them: without who froze it."""
    linked = transaction.rows("submissions/superior", activity_id=found.activity_id)
    if not linked:
        raise BoardError("还不知道报给谁", "没有登记上级给的单位编号。", "请管理员先登记“报给谁”。")
    unit_id, now = linked[0]["unit_id"], clock.now()
    own = [
        row for row in transaction.rows("submissions/own", activity_id=found.activity_id) if row["unit_id"] == unit_id
    ]
    before = _before(transaction, found.activity_id, unit_id, own)
    same_day = [row["number"] for row in own if row["as_of"] == found.as_of and not row["refusal"]]
    if same_day and not reason:
        raise Invalid({"reason": f"{found.as_of:%Y-%m-%d} 报过（第 {max(same_day)} 号），更正要写原因"})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": f"原因最多 {LONGEST_REASON} 个字"})
    corrects = max(same_day) if same_day else None
    frozen = signed(_document(store, found, unit_id, before, corrects, reason, now), keys.key_of(store))
    row = {"activity_id": found.activity_id, "unit_id": unit_id, "number": before.number + 1, "as_of": found.as_of}
    row |= {"corrects": corrects, "reason": reason if corrects else "", "sha256": frozen.sha256}
    rows = [{**row, "happened_at": now, "content": frozen.content}]
    who = {"actor_id": actor.account_id, "actor_name": actor.name}
    for name, each in written_files("own_submissions", rows, who).items():
        transaction.insert(name, each)
    return frozen, written_files("own_submissions", rows, NOWHERE)


def _document(
    store: Store, found: Preview, unit_id: str, before: Before, corrects: int | None, reason: str, now: datetime
) -> Row:
    about = activity(store, found.activity_id)
    return {
        "format": FORMAT,
        "unit_id": unit_id,
        "campaign": about.name,
        "stage": about.stage,
        "number": before.number + 1,
        "previous_sha256": before.sha256 or None,
        "as_of": found.as_of.isoformat(),
        "made_at": now.isoformat(timespec="seconds"),
        "corrects": corrects,
        "reason": (line(reason, {}, LONGEST_REASON) or "—") if corrects else "",
        "trail_number": found.head.number,
        "trail_hash": found.head.hash,
        "plan_sha256": found.plan_sha256,
        **found.sections,
    }


def _before(transaction: Transaction, activity_id: str, unit_id: str, own: list[Row]) -> Before:
    """The submission to follow: the last that wasn't refused, or the last that the superior has, if that is later."""
    kept = [Before(row["number"], row["sha256"]) for row in own if not row["refusal"]]
    known = transaction.rows("submissions/last_known", activity_id=activity_id, unit_id=unit_id)
    kept += [Before(row["last_number"], row["last_sha256"]) for row in known]
    return max(kept, key=lambda each: each.number, default=Before())


def own(store: Store, activity_id: str) -> list[Row]:
    """One row per state that was frozen, the newest first: the columns of `own_submissions`, receipt and refusal (''
    for none), answered_at."""
    return _kept(store, "submissions/own", activity_id)


def content_of(store: Store, sha256: str) -> bytes:
    """A signed file. Raises BoardError where it isn't kept."""
    rows = store.rows("submissions/content", sha256=sha256)
    if not rows:
        raise BoardError("没有这份上报", "文件不在这里。", "请刷新页面。")
    return bytes(rows[0]["content"])


def waiting(store: Store) -> list[Row]:
    """The frozen states that the superior hasn't answered to, the oldest first, with address; without those that go by
    file only."""
    found = []
    for row in store.rows("submissions/waiting"):
        linked = superior(store, row["activity_id"])
        if linked and linked["address"] and linked["unit_id"] == row["unit_id"]:
            found.append({**row, "address": linked["address"]})
    return found
