"""A report's text as the truth check reads it: sentences, clauses, and their numbers with measure words.

Pure. Positions are those in the original text: full-width signs are read as half-width ones, one for one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

Bound = Literal["exact", "about", "least", "over", "most", "near", "loose"]

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {
    ord("％"): ord("%"),
    ord("．"): ord("."),
    ord("／"): ord("/"),
    ord("〇"): ord("零"),
}
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_PART = re.compile(r"[^，,：:、]+")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1_000}
_CHINESE = "零一二两三四五六七八九十百千万亿"
_COUNT = rf"上(?=[百千万])[百千万]|\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+(?:\.\d+)?|[{_CHINESE}]+"
MEASURES = "人次|人|名|位|条|件|份|张|票|次|场|项|个|桩|篇|户|对(?![照比象口]|应(?!谈|当))|点(?![半钟\\d开])"
_NUMBER = re.compile(
    rf"(?P<percent>(?:\d+(?:\.\d+)?)\s*%|百分之(?:\d+(?:\.\d+)?|[{_CHINESE}]+(?:点[{_CHINESE}]+)?))"
    rf"|(?P<share>[一二两三四五六七八九十]分之[一二两三四五六七八九十]|[一二两三四五六七八九\d]成[一二三四五六七八九半]?(?![立为员绩果功长效熟])|(?<=[近约过逾达占有])[二三四五六七八九]成(?=为)|一半|半数|(?<=近)半(?![年月天个数学程途])|一?大半|一?多半|过了?半(?!数)|大半|多半|大多(?=是在|来自|出自|由|通过)|(?:绝?大)?多数(?!学?家长|教师|学生|老师|同志))"
    rf"|(?P<count>{_COUNT})\s*(?P<big>[万亿])?(?P<more>[多余几来])?\s*(?P<measure>{MEASURES})?"
)
_MORE_THAN_HALF = frozenset(
    {"一大半", "一多半", "过半", "过了半", "大半", "多半", "多数", "大多", "大多数", "绝大多数"}
)
# 三四十: from thirty to forty.
_RANGE = re.compile(r"([二三四五六七八九])([二三四五六七八九])([十百千]?)")
_BEFORE_ABOUT = re.compile(r"(约|大约|大概|大致|差不多)$")
_BEFORE_LEAST = re.compile(r"(超过了?|超出|突破|多达|不少于|不低于|不下|至少|逾|超|高于|(?<![不经通超])过了?)$")
_BEFORE_OVER = re.compile(r"(刚刚?过|刚刚?超过|略超|略高于)$")
_JUST = re.compile("刚刚?$")  # 刚过半
_BEFORE_NEAR = re.compile(r"(近|将近|接近)$")
_BEFORE_MOST = re.compile(r"(不到|不足|至多|不超过|低于|未到|未满|[没未](?:有|能)?(?:达到|超过|突破)|不及)$")
_ONLY = re.compile(r"[只仅就唯还](?:剩下?|有|是|余|差|欠|占了?)?$")
_AFTER_ABOUT = re.compile(r"^(左右|上下)")
_AFTER_LEAST = re.compile(r"^(及?以上|还多|开外)")
_AFTER_OVER, _SHARE_OVER = re.compile("^[多余强]"), re.compile("^(?:略[多强]|出头|挂零|有余)")
_AFTER_NEAR = re.compile(r"^(?:弱|略少|略弱)")
_AFTER_MOST = re.compile(r"^(以下|以内)")
# A number that doesn't count: the third, a day, the other end of a range, part of a code, one of several names.
_NOT_COUNTED_BEFORE = re.compile(r"(第|[A-Za-z]-?|[\d一二三四五六七八九十]\s*[—–\-~～至到/.:])$")
_TIME_OF_DAY = re.compile(r"([上下中]午|早上|早晨|晚上|晚|凌晨|[从到至])$")
_POINTS = re.compile("意见|建议")
_NOT_COUNTED_AFTER = re.compile(
    r"^\s*(年|月|日|号|对照|查找|面镜子|时|点|分钟|小时|天|周|学期|[A-Za-z]"
    rf"|[—–\-~～至到]\s*[\d{_CHINESE}]|[/:]\s*\d)"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence: its start in its section, and its text as read (half-width)."""

    start: int
    text: str


@dataclass(frozen=True)
class Number:
    """A number and its position in its sentence; `measure` is the measure word after it, or "".

    kind: count, or share (`value` from 0 to 1). `places`: decimals of a percentage. bound: exact; about; least,
    most (it or more, it or less); over, near (a little more: 六十多, a little less: 近百); loose (九成, 一半).
    """

    start: int
    end: int
    kind: Literal["count", "share"]
    value: Fraction
    bound: Bound
    measure: str
    places: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether the exact number is meant."""
        return self.bound == "exact"


def read(text: str) -> str:
    """The text with full-width digits and signs made half-width, positions unchanged."""
    return text.translate(_HALF_WIDTH)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, in order, without the blanks around them."""
    for match in _SENTENCE.finditer(read(text)):
        stripped = match[0].strip()
        if stripped:
            yield Sentence(match.start() + match[0].index(stripped), stripped)


def clauses(sentence: str) -> list[tuple[int, int]]:
    """Start and end of the parts of a sentence between commas; the comma inside 1,234 doesn't separate.

    Names joined by 、 are one part (向教职工、家长征求意见), figures joined by 、 are several (家长 20 条、党员 3 条).
    """
    return list(_clauses(sentence))


@lru_cache(maxsize=4_096)
def _clauses(sentence: str) -> tuple[tuple[int, int], ...]:
    joined = re.sub(r"(?<=\d),(?=\d{3})", ".", sentence)
    parts: list[tuple[int, int]] = []
    for match in _PART.finditer(joined):
        start, end = match.span()
        is_list = parts and joined[start - 1] == "、"
        if is_list and not (numbers(sentence[slice(*parts[-1])]) and numbers(sentence[start:end])):
            start = parts.pop()[0]
        parts.append((start, end))
    return tuple(parts)


def numbers(sentence: str) -> list[Number]:
    """The numbers of a sentence that are counts or shares, in order."""
    return list(_numbers(sentence))


@lru_cache(maxsize=4_096)
def _numbers(sentence: str) -> tuple[Number, ...]:
    return tuple(number for match in _NUMBER.finditer(sentence) if (number := _number(sentence, match)) is not None)


def counts_in(text: str) -> list[Number]:
    """The numbers of a text that are counts, in order."""
    return [each for each in numbers(text) if each.kind == "count"]


def shares_in(text: str) -> list[Number]:
    """The numbers of a text that are shares, in order."""
    return [each for each in numbers(text) if each.kind == "share"]


def numeral(text: str) -> int | None:
    """The value of digits, or of a Chinese numeral; None if it is neither."""
    return int(text) if text.isdigit() else chinese_number(text)


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral: 三百二十一 → 321, 两千零五 → 2005; None if the signs form none."""
    total = section = digit = 0
    for place, sign in enumerate(text):
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
        elif sign in _TENS:
            section += (digit or (1 if place == 0 or not section else 0)) * _TENS[sign]
            digit = 0
        else:
            total = total + (section + digit) * 10_000 if sign == "万" else (total + section + digit) * 100_000_000
            section = digit = 0
    return total + section + digit


def _number(sentence: str, match: re.Match[str]) -> Number | None:
    before, after = sentence[: match.start()], sentence[match.end() :]
    if match["measure"] == "点" and _TIME_OF_DAY.search(before) and not _POINTS.match(after):
        return None
    is_of_others = not match["measure"] and _NOT_COUNTED_AFTER.search(after)
    if _NOT_COUNTED_BEFORE.search(before) or (is_of_others and not (match["share"] and after.startswith("对照"))):
        return None  # 四对照, but not 三成对照的是
    if match["count"]:
        return _count(match, _bound(match["more"], before, after))
    value, places = _share(match[0])
    if value is None:
        return None
    bound = "over" if _SHARE_OVER.match(after) else _bound(None, before, after)
    if match["share"] and bound == "exact" and _JUST.search(before):
        bound = "over"
    if match["share"] and bound == "exact":
        bound = "least" if match["share"] in _MORE_THAN_HALF else "loose"
    return Number(match.start(), match.end(), "share", value, bound, "", places)


def _count(match: re.Match[str], bound: Bound) -> Number | None:
    text = match["count"].replace(",", "")
    if text.startswith("上"):  # 上百条
        text, bound = text[1:], "least"
    value = Fraction(text) if text[0].isdigit() else _as_fraction(chinese_number(text))
    if value is None and bound == "exact":
        value, bound = _between(text), "about"
    # 三五条 is three to five; a bare 一 is mostly part of a word (一些, 进一步), and so is 百 except in 近百条, 百余条.
    if value is None or text in {"万", "亿"} or (text == "一" and not match["measure"]):
        return None
    if text in {"百", "千"} and bound not in {"least", "over", "near", "most"}:
        return None
    if text == "一" and bound == "exact" and not _ONLY.search(match.string[: match.start()]):
        bound = "loose"  # 一 in 一条意见 is mostly an article
    if match["big"]:
        value *= 10_000 if match["big"] == "万" else 100_000_000
    if match["more"] == "几":
        return None
    return Number(match.start(), match.end(), "count", value, bound, match["measure"] or "")


def _between(text: str) -> Fraction | None:
    """The middle of two tens, hundreds or ones in a row: 三四十 → 35."""
    match = _RANGE.fullmatch(text)
    if match is None or _DIGITS[match[2]] != _DIGITS[match[1]] + 1:
        return None
    return Fraction(_DIGITS[match[1]] + _DIGITS[match[2]], 2) * _TENS.get(match[3], 1)


def _as_fraction(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _bound(more: str | None, before: str, after: str) -> Bound:
    if _BEFORE_OVER.search(before):
        return "over"
    if _BEFORE_LEAST.search(before) or _AFTER_LEAST.search(after):
        return "least"
    if more or _AFTER_OVER.search(after):
        return "over"
    if _BEFORE_NEAR.search(before) or _AFTER_NEAR.search(after):
        return "near"
    if _BEFORE_MOST.search(before) or _AFTER_MOST.search(after):
        return "most"
    return "about" if _BEFORE_ABOUT.search(before) or _AFTER_ABOUT.search(after) else "exact"


def _share(text: str) -> tuple[Fraction | None, int]:
    """A percentage or a share in words, with its number of decimals."""
    if text in {"一半", "半数", "半"} or text in _MORE_THAN_HALF:
        return Fraction(1, 2), 0
    if text.startswith("百分之"):
        return _percent(text.removeprefix("百分之"))
    if text.endswith("%"):
        return _percent(text.removesuffix("%").strip())
    if "分之" in text:
        base, _, part = text.partition("分之")
        return Fraction(chinese_number(part) or 0, chinese_number(base) or 1), 0
    tens, _, ones = text.partition("成")
    return Fraction(
        (numeral(tens) or 0) * 10 + (5 if ones == "半" else chinese_number(ones) or 0),
        100,
    ), 0


def _percent(text: str) -> tuple[Fraction | None, int]:
    whole, _, decimals = text.replace("点", ".").partition(".")
    if whole[0].isdigit():
        return Fraction(f"{whole}.{decimals or 0}") / 100, len(decimals)
    value = chinese_number(whole)
    if value is None:
        return None, 0
    places = "".join(str(_DIGITS.get(sign, "")) for sign in decimals)
    return Fraction(f"{value}.{places or 0}") / 100, len(places)
