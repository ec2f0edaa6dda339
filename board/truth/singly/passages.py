"""Compares what a sentence retells of a record's own words with them: quantities, and who presided over a meeting.

Pure. 门前通行时间由二十五分钟缩到五分钟, where an item's progress says 十分钟 (where words enough are alike).
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pandas as pd

from board.report.text import Number, chinese_number, clauses, read, shares_in
from board.store.frames import each_row
from board.truth.facts import Passage, share_agrees
from board.truth.ledgers import Fact
from board.truth.singly.alike import ByPairs, pairs_of
from board.truth.words import is_elsewhere

_UNITS = "分钟|小时|人|名|位|条|件|份|张|次|场|项|个|户|天|周|台|间|节|所|本|盏|套|块|把|辆|家|盒|桶"
_QUANTITY = re.compile(
    rf"(?<![\d第百零一二两三四五六七八九十])(?P<near>近|将近)?(\d+|[一二两三四五六七八九十百]+)(多|余)?({_UNITS})"
)
_OTHER_YEAR = re.compile(r"\d{4}年|[去上今本前]年|学年|历年")
_NOT_OURS = re.compile("下一?学[年期]|新学[年期]|明年|来年|邻[镇乡县区市村校]|外[校县省]|兄弟学校")
_PLANNED = re.compile("今后|以后|[每各]批|一般|承诺|打算|计划|[^模]拟|争取|力争")
_PEOPLE = "名位人"
# 车费逾期 6 天: by how many days a record is late isn't in its words.
_LATE = re.compile(r"(?:逾期|超期|过期|超过?(?:了)?期限|拖|晚|迟|已过)[^，,。；\d]{0,6}$")
# 走访 31 户，…，家长问卷中又有七成…: of something else.
_OF_OTHERS = re.compile("(?:进度|进展|完成率)[^，,]{0,6}$|(?:问卷|调查|座谈|走访)[^，,]*[中里上][^，,]*$")
# So many pairs of signs must be shared by a quantity's clauses, and by the whole sentence with the whole passage.
_NEAR, _ALIKE, _MUCH, _LARGE = 3, 4, 7, 20
# 由校长主持, 主持座谈会的是校长.
_POST = r"[^，,。；：\s]{0,5}(?:校长|书记|主任|主席|校领导|组长|处长)"
_HOST = re.compile(
    rf"(?:由|^|(?<=[，,。；：\n\s]))(?P<who>{_POST})(?:同志)?(?:亲自|直接)?主持(?!全面|日常|校务|工作)|主持[^，,。]{{2,16}}的是(?P<is>{_POST})"
)
# 记在教学副校长名下, 列在领导班子名下: whose a problem is.
_GROUP = "领导班子"
OWNED = re.compile(
    r"(?:[记列挂归落算写属摆][在到入进于]了?)(?:我校|学校)?(?P<who>[^，,。；\d的在]{0,4}(?:校长|书记|主任|主席)|(?:领导)?班子(?:集体|整体)?)"
    r"(?:同志)?的?(?:个人)?(?:名下|身上|头上|账上)"
)
_NOT_OF_PROBLEMS = re.compile(
    "意见|整改|台账|批评|牵头|逾期|销号|谈心|建议|(?:家长|老师|教师|教职工|党员|群众|学生)[^，,。；]{0,4}(?:问|说|提|反映|写)"
)
# 主持审定: of no meeting.
_OF_MEETING, _OF_ONE_TIME = re.compile("会|座谈"), re.compile("[那这另上]一?[次场回]")
_MANY = 12
_HUNDRED, _NEARLY = {"百": 100}, 0.8
# So far apart two shares may be that say the same: 七成, 68.5%.
_CLOSE = Fraction(6, 100)
_ON_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
_EVERYWHERE = re.compile(r"意见|整改|事项|学校|老师|教师|家长|学生|班子|已经|全部|目前|我们|问题")

# Kind of record → its name, and the columns with the words that a report retells.
OF_PASSAGES = {
    "items": ("item_id", "problem", "measure", "target", "progress", "proof", "remark", "conditions", "explanation"),
    "problems": ("problem_id", "content", "objective_cause", "subjective_cause", "member_name"),
    "studies": ("study_id", "topic", "content"),
    "meetings": ("kind", "day", "topic", "minutes"),
}


def passages(kind: str, frame: pd.DataFrame) -> Iterator[Passage]:
    """The words of records that a report retells: items, problems, what the first stage found out, minutes."""
    subject = "rectification" if kind == "items" else "meeting"
    for called, *texts in each_row(frame[[*OF_PASSAGES[kind]]]):
        member = texts.pop() if kind == "problems" else ""
        whose = (member if isinstance(member, str) and member else _GROUP) if kind == "problems" else ""
        words = [word for word in texts if isinstance(word, str) and word]
        yield Passage(f"{called} 写的", "。".join(words), (subject, {}), whose)


def has_quantities(sentence: str) -> bool:
    """Returns whether there is anything in a sentence that `misquoted` could find."""
    return any(True for _ in _quantities(sentence))


def misquoted(sentence: str, known: ByPairs[Passage]) -> tuple[tuple[str, Fact], ...]:
    """Quantities that the passage about the same thing gives otherwise: how written, and what it says."""
    quantities = [] if _NOT_OURS.search(sentence) else list(_quantities(sentence))
    nearest = known.shared(sentence, 6) if quantities else ()
    return tuple(
        each for count, passage in nearest if count >= _ALIKE for each in _otherwise(quantities, passage, count)
    )


def of_amounts(sentence: str, known: ByPairs[Passage]) -> tuple[tuple[str, Fact], ...]:
    """The share of a sentence that the two amounts of a passage don't have: 报修 62 件，当月办结的超过七成."""
    shares, quantities = shares_in(sentence), list(_quantities(sentence))
    if len(shares) == 1 and quantities and (other := _other_share(sentence, shares[0], known)):
        return other
    if len(shares) != 1 or not quantities or _OF_OTHERS.search(sentence[: shares[0].start]):
        return ()
    before = [unit for *_, unit, mark in quantities if sentence.find(mark) < shares[0].start]
    for count, passage in known.shared(sentence, 6):
        known_here = [each for each in _quantities(read(passage.text)) if count >= _ALIKE]
        for _, base, unit, _ in quantities:
            parts = [part for _, part, other, _ in known_here if _unit(other) == _unit(unit) and part < base]
            is_here = any(amount == base and _unit(other) == _unit(unit) for _, amount, other, _ in known_here)
            is_last = not before or _unit(before[-1]) == _unit(unit)  # 19 户打不通，210 份问卷里七成
            if is_here and is_last and len(parts) == 1 and not share_agrees(shares[0], Fraction(parts[0], base)):
                label = f"{passage.label}{base}{unit}里的数是"
                mark = sentence[shares[0].start : shares[0].end]
                return ((mark, Fact("passage", frozenset(), parts[0], label, passage.link)),)
    return ()


def _other_share(sentence: str, share: Number, known: ByPairs[Passage]) -> tuple[tuple[str, Fact], ...]:
    """The share of a sentence, where the clause of a passage about the same thing has another: 七成家长说不知道."""
    start, end = next(span for span in clauses(sentence) if span[0] <= share.start < span[1])
    mine, mark = telling_pairs(sentence[start:end]), sentence[share.start : share.end]
    for count, passage in known.shared(sentence, 3):
        text = read(passage.text)
        for first, last in clauses(text) if count >= _ALIKE else ():
            given = shares_in(text[first:last])
            is_near = len(mine & telling_pairs(text[first:last])) >= _ALIKE
            if len(given) != 1 or not is_near or share_agrees(share, given[0].value):
                continue
            if abs(given[0].value - share.value) > _CLOSE:
                label = f"{passage.label}“{text[first:last].strip('。；')}”，成数是"
                return ((mark, Fact("passage", frozenset(), int(given[0].value * 10), label, passage.link)),)
    return ()


def _otherwise(
    quantities: Sequence[tuple[str, int, str, str]], passage: Passage, shared: float
) -> Iterator[tuple[str, Fact]]:
    """The quantities that a passage gives otherwise, in a clause that tells enough of the same.

    Or in any, where the sentence shares much with the passage, which has one such quantity: 现有 27 台能用.
    """
    known = [(unit, value, clause) for clause, value, unit, _ in _quantities(read(passage.text))]
    for clause, value, unit, mark in quantities:
        same = [(amount, words) for other, amount, words in known if _unit(other) == _unit(unit)]
        near = [(len(telling_pairs(clause) & telling_pairs(words)), amount, words) for amount, words in same]
        best = max(near, default=(0, 0, ""))
        is_only = shared >= _MUCH and len(same) == 1 and best[0] and value >= _LARGE and _is_alone(unit, quantities)
        if (best[0] >= _NEAR or is_only) and not any(_agrees(value, mark, amount) for amount, _ in same):
            label = f"{passage.label}“{best[2].strip('。；')}”，是"
            yield mark, Fact("passage", frozenset(), best[1], label, passage.link)


def _is_alone(unit: str, quantities: Sequence[tuple[str, int, str, str]]) -> bool:
    """Whether a sentence has one quantity with a unit."""
    return sum(_unit(other) == _unit(unit) for _, _, other, _ in quantities) == 1


def hosted(sentence: str, known: ByPairs[Passage]) -> tuple[tuple[str, Fact], ...]:
    """Who presided over a meeting by a sentence, where its minutes name somebody else: the words, and the record."""
    match = _HOST.search(sentence)
    if match is None or is_elsewhere(sentence[: match.end()]) or not _is_of_meeting(sentence, match):
        return ()
    named = _ON_DAY.search(sentence)
    day = named[0] if named else ""
    most = len(known.records) if day else _MANY
    nearest = [(count, each) for count, each in known.shared(sentence, most) if _HOST.search(each.text)]
    of_day = [(count + _ALIKE, each) for count, each in nearest if day and each.text.startswith(f"{day}。")]
    nearest = of_day or nearest
    if not nearest or nearest[0][0] < _ALIKE or (len(nearest) > 1 and nearest[0][0] == nearest[1][0]):
        return ()
    passage = nearest[0][1]
    names = [(each["who"] or each["is"]).split("由")[-1] for each in _HOST.finditer(passage.text)]
    host = match["who"] or match["is"]
    if any(_is_same(each, host) for each in names):
        return ()
    label = f"{passage.label}主持的是{'、'.join(names)}，由{host}主持的次数是"
    return ((match[0], Fact("passage", frozenset(), 0, label, passage.link)),)


def _is_of_meeting(sentence: str, match: re.Match[str]) -> bool:
    """Whether what a sentence says that somebody presided over is a meeting, or is named before."""
    over = re.split("[，,。；]", sentence[match.end() :])[0] if match["who"] else match[0]
    before = re.split("[。；]", sentence[: match.end()])[-1]
    if over.strip("了的"):
        return bool(_OF_MEETING.search(over))
    return bool(_OF_MEETING.search(before) or _OF_ONE_TIME.search(before))


def owned(sentence: str, known: ByPairs[Passage]) -> tuple[tuple[str, Fact], ...]:
    """Whose a sentence says a problem is that it names by its words, where it is somebody else's."""
    place, wrong = 0, list[tuple[str, Fact]]()
    for match in OWNED.finditer(sentence):
        before, place = sentence[place : match.start()], match.end()
        nearest = [(count, each) for count, each in known.shared(before, _MANY) if each.whose and count >= _ALIKE]
        is_clear = nearest and (len(nearest) == 1 or nearest[0][0] > nearest[1][0])
        if not is_clear or _NOT_OF_PROBLEMS.search(before) or _NOT_OURS.search(sentence):
            continue
        problem, who = nearest[0][1], _GROUP if "班子" in match["who"] else match["who"]
        if not _is_same(problem.whose, who):
            label = f"{problem.label.split()[0]} 是{problem.whose}的，记在{who}名下的个数是"
            wrong.append((match[0], Fact("passage", frozenset(), 0, label, problem.link)))
    return tuple(wrong)


def _is_same(one: str, other: str) -> bool:
    """Whether two words may be for one post: 校长 is 我校校长, but not 德育副校长."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return longer.endswith(shorter) and not longer.removesuffix(shorter).endswith("副")


def telling_pairs(text: str) -> frozenset[str]:
    """The pairs of a text without its quantities and the words that every record has."""
    return pairs_of(_EVERYWHERE.sub("，", _QUANTITY.sub("，", text)))


def _quantities(text: str) -> Iterator[tuple[str, int, str, str]]:
    """The quantities of a text: their clause, value, unit, and how they are written; without 一次 and the like."""
    for start, end in clauses(text):
        if _OTHER_YEAR.search(text[start:end]) or _PLANNED.search(text[start:end]):
            continue
        for match in _QUANTITY.finditer(text[start:end]):
            if match[4] in "天周" and _LATE.search(text[start:end], 0, match.start()):
                continue
            value = int(match[2]) if match[2].isdigit() else _HUNDRED.get(match[2]) or chinese_number(match[2])
            if value is not None and value > 1:
                kind = text[start + match.end() :][:1] if match[4] in "个项" else ""  # 六个班 isn't 四个题目
                yield text[start:end], value, f"{match[4]}{kind}", match[0]


def _unit(unit: str) -> str:
    return "人" if unit in _PEOPLE else unit


def _agrees(value: int, mark: str, amount: int) -> bool:
    if mark.startswith(("近", "将近")):
        return value * _NEARLY <= amount < value
    return value < amount < value * 1.5 if re.search(r"[多余]", mark) else value == amount
