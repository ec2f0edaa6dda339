"""How the truth check reads: sentences, clauses, and numbers in every way a report writes them."""

from fractions import Fraction

import pytest

from board.report.text import Bound, chinese_number, clauses, numbers, read, sentences


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三百二十一", 321),
        ("两千零五", 2005),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百一十", 110),
        ("一万二千三百", 12_300),
        ("两亿零三万", 200_030_000),
        ("三五", None),
    ],
)
def test_chinese_numerals_are_read(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "value", "measure", "bound"),
    [
        ("意见46条", 46, "条", "exact"),
        ("意见４６ 条", 46, "条", "exact"),
        ("学生1,520名", 1520, "名", "exact"),
        ("意见三百二十一条", 321, "条", "exact"),
        ("投入1.2万元", 12_000, "", "exact"),
        ("谈心38人次", 38, "人次", "exact"),
        ("20多条", 20, "条", "over"),
        ("20余条", 20, "条", "over"),
        ("20条以上", 20, "条", "least"),
        ("超过20条", 20, "条", "least"),
        ("近20条", 20, "条", "near"),
        ("不到20条", 20, "条", "most"),
        ("约20条", 20, "条", "about"),
        ("20条左右", 20, "条", "about"),
        ("有一条意见", 1, "条", "loose"),
    ],
)
def test_counts_are_read(text: str, value: float, measure: str, bound: Bound) -> None:
    (number,) = numbers(read(text))
    assert (number.kind, number.measure, number.bound) == ("count", measure, bound)
    assert number.value == value


@pytest.mark.parametrize(
    ("text", "value", "places", "bound"),
    [
        ("97.1%", Fraction(971, 1000), 1, "exact"),
        ("９７．１％", Fraction(971, 1000), 1, "exact"),
        ("百分之八十一点五", Fraction(815, 1000), 1, "exact"),
        ("百分之40", Fraction(2, 5), 0, "exact"),
        ("九成", Fraction(9, 10), 0, "loose"),
        ("九成五", Fraction(95, 100), 0, "loose"),
        ("九成以上", Fraction(9, 10), 0, "least"),
        ("9成", Fraction(9, 10), 0, "loose"),
        ("四成多", Fraction(4, 10), 0, "over"),
        ("近九成", Fraction(9, 10), 0, "near"),
        ("不到两成", Fraction(2, 10), 0, "most"),
        ("一半", Fraction(1, 2), 0, "loose"),
        ("一半还多", Fraction(1, 2), 0, "least"),
        ("过半", Fraction(1, 2), 0, "least"),
        ("三分之二", Fraction(2, 3), 0, "loose"),
    ],
)
def test_shares_are_read(text: str, value: Fraction, places: int, bound: Bound) -> None:
    (number,) = numbers(read(text))
    assert (number.kind, number.value, number.places, number.bound) == ("share", value, places, bound)


@pytest.mark.parametrize(
    "text",
    [
        "第二轮",
        "第3号楼",
        "2026年12月4日",
        "11月28日至30日",
        "下午2点",
        "三至五条",
        "3—5次",
        "O-012",
        "三五条",
        "十几条",
        "进一步统一",
        "成立小组",
        "T04",
    ],
)
def test_what_counts_nothing_is_passed_over(text: str) -> None:
    assert numbers(read(text)) == []


def test_sentences_keep_their_places() -> None:
    text = "一句。 第二句！\n第三句"
    assert [(each.start, each.text) for each in sentences(text)] == [(0, "一句。"), (4, "第二句！"), (9, "第三句")]
    assert all(text[each.start :].startswith(each.text) for each in sentences(text))


def test_names_joined_are_one_part_and_figures_joined_are_several() -> None:
    def parts(text: str) -> list[str]:
        return [text[start:end] for start, end in clauses(text)]

    assert parts("向教职工、家长征求意见46条") == ["向教职工、家长征求意见46条"]
    assert parts("其中家长20条、党员3条") == ["其中家长20条", "党员3条"]
    assert parts("共1,520名，女生700名") == ["共1,520名", "女生700名"]
