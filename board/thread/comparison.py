"""来龙去脉 on two days: records that are new in a list, have changed, or are no longer in it. Pure."""

from typing import Any

import pandas as pd

from board.store.frames import each_row

# Columns that name several records, joined by 、, and their labels in a list.
_NEIGHBOURS = {"came_of": "前面", "led_to": "后面"}


def marked(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """The rows of a day with changed: differences from the earlier day, in words; "" for none.

    Takes the same list on both days: kind_word, record_id, text, standing, and the records before and after, or the one
    it is listed with (other).
    """
    keys = _keys(now)
    before = dict(zip(_keys(then), each_row(then), strict=True))
    changes = [_change(row, before.get(key), list(now.columns)) for key, row in zip(keys, each_row(now), strict=True)]
    return now.assign(changed=pd.Series(changes, index=now.index, dtype="str"))


def gone(now: pd.DataFrame, then: pd.DataFrame) -> list[str]:
    """The rows of the earlier day's list that are no longer in it, in its order."""
    here = set(_keys(now))
    return list(dict.fromkeys(key[1] for key in _keys(then) if key not in here))


def _keys(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    names = [name for name in ("kind_word", "record_id", "other") if name in rows]
    return list(rows[names].itertuples(index=False, name=None))


def _change(now: Any, then: Any, columns: list[str]) -> str:
    if then is None:
        return "新增"
    parts = [f"{then.standing}→{now.standing}"] if now.standing != then.standing else []
    parts += ["内容改了"] if now.text != then.text else []
    for name, word in _NEIGHBOURS.items():
        if name in columns and getattr(now, name) != getattr(then, name):
            parts += _links(word, getattr(now, name).split("、"), getattr(then, name).split("、"))
    return "；".join(parts)


def _links(word: str, now: list[str], then: list[str]) -> list[str]:
    more = [each for each in now if each and each not in then]
    fewer = [each for each in then if each and each not in now]
    return [f"{word}{sign} {'、'.join(each)}" for sign, each in (("多了", more), ("少了", fewer)) if each]
