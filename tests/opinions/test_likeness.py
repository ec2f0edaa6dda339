"""Wordings that say the same: found in other words, another order, shorter or longer, with slips of the pen."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from board.opinions.likeness import by_pairs, by_words, pairs, plain
from tests.opinions.five_hundred import COUNT, opinions


def found(*wordings: str, apart: frozenset[tuple[int, int]] = frozenset()) -> list[tuple[int, int]]:
    # Rarity is measured against what else was said.
    others = [each.content for each in opinions()[:100]]
    said = [*wordings, *others]
    kinds = [0] * len(wordings) + [1] * len(others)
    return [(one, other) for one, other, _ in pairs(said, kinds, apart) if other < len(wordings)]


def test_of_sixty_rewordings_among_five_hundred_at_least_fifty_are_found_and_at_most_one_in_five_is_wrong() -> None:
    said = opinions()
    planted = {tuple(sorted((place, each.repeats))) for place, each in enumerate(said) if each.repeats is not None}
    assert (len(said), len(planted)) == (COUNT, 60)
    suggested = {(one, other) for one, other, _ in pairs([each.content for each in said], [0] * COUNT)}
    right = suggested & planted
    assert len(right) >= 50
    assert len(suggested - planted) <= len(suggested) / 5
    # What is found is of every style, not only slips of the pen.
    styles = {max(said[one].style, said[other].style) for one, other in right}
    assert styles == {"synonym", "order", "short", "long", "typo"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("食堂的菜凉了，孩子肚子疼。", "食堂的菜凉了!孩子肚子疼"),
        ("办公室的打印机坏了没人修，领导说等一等。", "领导说等一等，办公室打印机坏了没有人修。"),
        ("操场路灯不亮。", "操场的路灯有好几盏都不亮了，晚上去散步的人看不清脚下。"),
    ],
)
def test_the_same_in_other_words_is_found(one: str, other: str) -> None:
    assert found(one, other) == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("大礼堂后台的窗玻璃裂了一条缝。", "科技楼二层的窗玻璃裂了一条缝。"),
        ("科技楼二层的地面不平，有人绊倒过。", "科技楼二层的门锁坏了，关不上。"),
        ("会议太多。", "作业太少。"),
    ],
)
def test_the_same_of_another_thing_is_not(one: str, other: str) -> None:
    assert found(one, other) == []


def test_each_wording_is_paired_once_with_what_it_is_most_like() -> None:
    said = ("操场的路灯不亮了，晚上看不清。", "操场路灯不亮，晚上看不清", "操场上的路灯一直不亮，夜里走路看不清。")
    assert len(found(*said)) == 1


def test_what_somebody_told_apart_stays_apart_and_the_next_comes_up() -> None:
    said = ("操场的路灯不亮了，晚上看不清。", "操场路灯不亮，晚上看不清", "操场上的路灯一直不亮，夜里走路看不清。")
    first = found(*said)
    assert first == [(0, 1)]
    assert found(*said, apart=frozenset(first)) == [(0, 2)] or found(*said, apart=frozenset(first)) == [(1, 2)]


def test_only_wordings_of_one_kind_are_paired() -> None:
    assert pairs(["会议太多了", "会议太多了"], ["班子", "校长"]) == []


@pytest.mark.parametrize("wordings", [[], ["会议太多"], ["", ""], ["。。", "会议"]])
def test_where_there_are_not_two_nothing_is_found(wordings: list[str]) -> None:
    assert pairs(wordings, [0] * len(wordings)) == []


def test_the_order_of_the_wordings_plays_no_part() -> None:
    said = [each.content for each in opinions()[:200]]
    forth = {frozenset((said[one], said[other])) for one, other, _ in pairs(said, [0] * 200)}
    back = said[::-1]
    assert {frozenset((back[one], back[other])) for one, other, _ in pairs(back, [0] * 200)} == forth


def test_pairs_of_characters_weigh_as_by_scikit_learn() -> None:
    texts = ["", "一", "一一一", *(plain(each.content) for each in opinions())]
    doubles = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), sublinear_tf=True)
    assert np.abs(doubles.fit_transform([f"^{text}$" for text in texts]) - by_pairs(texts)).max() < 1e-12


def test_words_weigh_as_by_scikit_learn() -> None:
    words, names = by_words(["东门东门路灯", "东门操场", "", "操场操场操场路灯"])
    weighed = TfidfVectorizer(analyzer=str.split, sublinear_tf=True)
    expected = weighed.fit_transform(["东门 东门 路灯", "东门 操场", "", "操场 操场 操场 路灯"]).toarray()
    assert names[1:].tolist() == weighed.get_feature_names_out().tolist()
    assert words.toarray()[:, 1:] == pytest.approx(expected)
