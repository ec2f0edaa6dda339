"""The slides of a meeting in the order its agenda gives them, with those that the office adds. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from board.deck.slide import Slide
from board.errors import Invalid

MOST_LINES, LONGEST_LINE, LONGEST_TITLE = 6, 60, 50
ADDED = "会议内容"


@dataclass(frozen=True)
class Place:
    """Where a slide comes in the meeting. at: slides are shown by rising number."""

    slide: Slide
    at: float
    is_shown: bool = True


def arranged(places: Iterable[Place]) -> tuple[Slide, ...]:
    """Returns the slides that are shown, in order. Raises Invalid where none is left."""
    chosen = sorted((each for each in places if each.is_shown), key=lambda each: each.at)
    if not chosen:
        raise Invalid({"slides": "一张也没有留下，请至少放一张"})
    return tuple(each.slide for each in chosen)


def added(title: str, lines: Sequence[str]) -> Slide:
    """Returns a slide of the office's own words. Raises Invalid by field (title, lines)."""
    texts = [text for each in lines if (text := each.strip())]
    wrong = {} if title.strip() else {"title": "请写这一张的题目"}
    if len(title.strip()) > LONGEST_TITLE:
        wrong["title"] = f"题目最多 {LONGEST_TITLE} 个字"
    if len(texts) > MOST_LINES or any(len(text) > LONGEST_LINE for text in texts):
        wrong["lines"] = f"最多 {MOST_LINES} 行，每行最多 {LONGEST_LINE} 个字"
    if wrong:
        raise Invalid(wrong)
    return Slide(ADDED, title.strip(), facts=tuple((f"{place}", text) for place, text in enumerate(texts, 1)))


def refreshed(old: Sequence[Slide], new: Sequence[Slide], left_out: Iterable[str]) -> tuple[Slide, ...]:
    """Returns the slides of a newer state in the order of the older one, with its hints and what the office added.

    A slide that is new comes after the one that it follows by itself. left_out: names of slides that aren't shown.
    """
    order: dict[str, float] = {}
    for at, slide in enumerate(old):
        order.setdefault(slide.name, at)
    places = [(order[each.name], each) for each in old if each.name == ADDED]
    hints = {slide.name: slide.hint for slide in old}
    last, gone = -1.0, frozenset(left_out)
    for slide in (each for each in new if each.name not in gone):
        last = order.get(slide.name, last)
        places.append((last, replace(slide, hint=hints.get(slide.name, ""))))
    return tuple(slide for _, slide in sorted(places, key=lambda each: each[0]))
