"""Compares the items that a sentence lists as being at a stage, or of a kind, with the records. Pure.

不满意的有 3 项，分别是下午会议、垫付车费、重复要表: wrong where one of them, named clearly, isn't so.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from board.report.text import numeral
from board.truth.facts import Case, Compared, Facts
from board.truth.loosely.cues import sides_named, stages_named
from board.truth.singly.cases import meant
from board.truth.words import is_elsewhere, is_of_others
from board.words import ITEM_KIND

_NUMBER = r"(?P<number>\d+|[一二两三四五六七八九十]+)"
_LISTED = re.compile(
    rf"(?P<of>[^，,。；：:]{{2,24}}?){_NUMBER}[项件桩](?:整改)?(?:事项)?(?:[，,：:（(]|——)?"
    r"(?:分别|依次|一是|即|就|也|具体)*(?:[是为有：:]|指的是)?(?P<list>[^，,。；：:）)\d]*、[^，,。；）)]*)"
)
_AND = re.compile("、|以?及|[和与](?=[^和与]{2,14}$)")
_MORE = re.compile(r"等?(?:这|那)?(?:\d+|[一二两三四五六七八九十]+)?(?:[项件桩]|方面|事项)*$")
# Without so many signs a name may be of anything; with so many names, one that isn't clear doesn't matter.
_SHORT, _SEVERAL = 2, 2
_STATUS = {"closed": "销号", "submitted": "待验收", "not_started": "没有启动"}
_VIEWS = frozenset({"满意", "基本满意", "不满意"})
# 超期完成的 2 项，体育课被占用、饭菜变凉等事已见成效: a clause of its own.
_SAYS_MORE = re.compile(r"等[^，,。；、]{0,6}(?:已|[都均也皆]|见|得到|有了)")
_NOT_SO = re.compile("除|原[来本先是]|曾|一度")


def listed(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields a list of which an item isn't what the sentence says that so many are, where no other has its name."""
    if "、" not in sentence or is_of_others(sentence):
        return
    for match in _LISTED.finditer(sentence):
        names = [name for part in _AND.split(match["list"]) if len(name := _MORE.sub("", part)) >= _SHORT]
        is_other = is_elsewhere(match[0]) or _NOT_SO.search(match[0]) or _SAYS_MORE.search(match["list"])
        is_clear = len(names) == numeral(match["number"]) and not is_other
        stated = _stated(match["of"], facts) if is_clear else None
        cases = [case for name in names if stated and (case := facts.cases.asked(meant, name)) is not None]
        others = [case for case in cases if stated not in _traits(case, facts)]
        if len(others) >= _SEVERAL or (others and len(cases) == len(names) > 1):
            label = f"{others[0].item_id} 不在其中，{stated}的整改事项"
            yield from _wrong(match["list"], label, stated, facts)


def _wrong(mark: str, label: str, stated: str | None, facts: Facts) -> Iterator[Compared]:
    for counted in facts.counted("item", [frozenset({stated or ""})])[:1]:
        yield Compared("figure", mark, [replace(counted, label=label)], agrees=False)


def _stated(text: str, facts: Facts) -> str | None:
    """The one stage, kind or person that a text says items have; None where it names another, or several."""
    stages = dict.fromkeys(stage for stage, _ in stages_named(text, "item"))
    words = dict.fromkeys(word for _, word in sides_named(text, "item", facts))
    people = {word for kind in ("member", "department", "owner") for word in facts.groups.get(kind, ())}
    known = {*_STATUS.values(), *_VIEWS, "逾期", *ITEM_KIND.values(), *people}
    named = [*stages, *words]
    return named[0] if len(named) == 1 and named[0] in known else None


def _traits(case: Case, facts: Facts) -> set[str]:
    """Its kind, its stage, who does it, and how the people see it: what a text may say of an item."""
    is_late = case.days_late(facts.day) > 0
    return {case.kind, _STATUS.get(case.status, ""), case.view, *case.people, *(["逾期"] if is_late else [])}
