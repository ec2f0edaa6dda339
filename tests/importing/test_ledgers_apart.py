"""Rows of a ledger that are no records, and files that only look like a ledger."""

from board.importing.ledgers.kinds import OPINIONS
from board.importing.ledgers.reading import read_ledger
from board.importing.ledgers.recognising import recognised
from tests.ballot_files import file_of, small_form


def test_rows_below_a_ledger_are_no_records_of_it() -> None:
    header = ["收到日期", "渠道", "来源", "意见内容"]
    rows = [
        ["2026-12-01", "座谈会", "家长", "希望多开放操场"],
        ["2026年11月20日上午", "座谈会", "家长", "注：食堂再好些"],
    ]
    below = [header, ["合计", "", "", "2 条"], ["注：座谈会记录另存"], ["填表人：张三", "", "", ""]]
    read = read_ledger(file_of([*rows, *below], header=header), OPINIONS)
    assert [row.texts["content"] for row in read.rows] == ["希望多开放操场", "注：食堂再好些"]
    assert read.rows[1].texts["received_on"] == "2026-11-20"
    assert read.assumed == ("第 4、5、6、7 行是表头、合计或表下的说明，已略过",)


def test_a_sum_that_a_record_begins_with_is_a_record() -> None:
    header = ["渠道", "意见内容", "收到日期", "来源"]
    read = read_ledger(file_of([["合计", "食堂再好些", "2026-12-01", "家长"]], header=header), OPINIONS)
    assert len(read.rows) == 1


def test_ballots_that_a_platform_asked_for_are_not_taken_for_opinions() -> None:
    asked = ["3、请您评价—认识深不深", "4、您认为发展思路清不清？", "5、总体评价"]
    header = ["序号", "提交答卷时间", "所用时间", "来源", "来自IP", "1、您的身份", *asked, "6、您的意见和建议"]
    row = ["1", "2025/12/1 8:00", "9秒", "微信", "1.1.1.1", "家长", "深", "清", "好", "多听意见"]
    assert recognised(file_of([row], header=header), small_form()) is None
