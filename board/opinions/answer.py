"""征求意见 in one sentence: who was heard, what they said, whether it was answered. Pure, on frames."""

from datetime import date

import pandas as pd

from board.answer import Answer, Words, answer, change, joined, part
from board.opinions.figures import by_aspect, heard
from board.opinions.views import in_view

_WAITING, _UNANSWERED, _FED_BACK = "待梳理", "等反馈", "已反馈"
# If more aspects than this tie for the most opinions, none is named.
_NAMED = 2


def opinions_answer(
    opinions: pd.DataFrame, terms: pd.DataFrame, then: pd.DataFrame | None, compare_on: date | None
) -> Answer:
    """Takes opinions with flags on the day and on the compared day, and the activity's terms."""
    words = ["听到 ", part(f"{len(opinions)} 条", "opinions", view="全部"), "意见", *_heard(opinions, terms)]
    words += _spoken_of(opinions, terms)
    words += ["；", *_handled(opinions)]
    if then is None:
        return answer(words)
    new = change(len(opinions), len(then), compare_on, "条").replace("相同", "一样多")
    fed_back = change(len(in_view(opinions, _FED_BACK)), len(in_view(then, _FED_BACK)), compare_on, "条")
    return answer(words, [f"听到的{new}，已反馈的{fed_back}"])


def _heard(opinions: pd.DataFrame, terms: pd.DataFrame) -> list[Words]:
    sides = heard(opinions, terms)
    if not sides["is_required"].any():
        return []
    missing = sides[sides["is_missing"]]["label"].tolist()
    return [f"；方案要求听取、还没有听到的：{'、'.join(missing)}" if missing else "，方案要求听取的都听到了"]


def _spoken_of(opinions: pd.DataFrame, terms: pd.DataFrame) -> list[Words]:
    counts = by_aspect(opinions, terms)
    counts = counts[(counts["aspect"] != "") & (counts["opinion_count"] > 0)]
    most = counts[counts["opinion_count"] == counts["opinion_count"].max()]
    if most.empty or len(most) > _NAMED:
        return []
    words: list[Words] = []
    for aspect, count in zip(most["aspect"], most["opinion_count"], strict=True):
        words += ["、" if words else "", f"{aspect}（", part(f"{count} 条", "opinions", aspect=[aspect]), "）"]
    return ["；说得最多的是", *words]


def _handled(opinions: pd.DataFrame) -> list[Words]:
    counts = {view: len(in_view(opinions, view)) for view in (_FED_BACK, _UNANSWERED, _WAITING)}
    if counts[_FED_BACK] == len(opinions):
        return ["都已反馈"]
    parts: list[Words] = []
    for view, count in counts.items():
        if count:
            parts.append(part(f"{count} 条{view}", "opinions", view=view))
    return joined(parts)
