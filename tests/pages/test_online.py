"""网上填写 on 群众评议: the clerk opens a round to phones, makes codes, prints them; all see how many came."""

import io
import re

import docx
import pandas as pd
import pytest

from board.access import Actor, Role
from board.ballots import actions as ballots
from board.ballots import casting as ballots_casting
from board.ballots.casting import Filled
from board.web.ballots import crowds
from tests.example_school import Example
from tests.pages.hands import taken
from tests.pages.visitor import buttons, faults, filled, once_button, opened, saved, sentences_on, sheet

ROUND = "E2"
FORM = f"ballots_{ROUND}"


def answers(school: Example) -> dict[str, str]:
    rows = school.store.rows("ballots/form", activity_id=school.activity_id)
    return {row["criterion_id"]: "1" for row in rows}


@pytest.mark.walk
def test_a_round_is_opened_codes_are_made_printed_and_counted(school: Example) -> None:
    at = opened("evaluation", Role.CLERK)
    assert "还没有开放" in sentences_on(at)
    at.button(key="ballots_open").click().run()
    assert sheet(at) == "网上填写"
    saved(at, FORM)
    assert not at.exception
    assert any("手机打不开" in each.value for each in at.warning)
    at.get_by_key("ballots_group").set_value("家长")  # type: ignore[union-attr]
    at.number_input(key="ballots_count").set_value(12)
    once_button(at, "ballots_make").click().run()
    assert "家长的 12 个填写码已制好" in sentences_on(at)
    file = taken(at, "ballots_slips")
    assert file.name == "填写码_家长_12.docx"
    codes = re.findall(r"[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}", text_of(file.data))
    assert len(set(codes)) == 12
    opening = ballots.opening(school.store, school.activity_id, ROUND)
    assert opening is not None
    asked = ballots_casting.paper(school.store, opening["opening_id"])
    ballots_casting.cast(school.store, asked, Filled(answers(school), code=codes[0]))
    shown = sentences_on(opened("evaluation", Role.LEADER))
    assert "已交 **1** 张 / 发出 12 张，其中 1 张等着计入" in shown


def test_the_clerk_alone_is_warned_of_many_ballots_from_one_address(
    school: Example, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballots.open_online(school.store, clerk, school.activity_id, ROUND, {"entry": "link"})
    monkeypatch.setattr(crowds, "most_from_one", lambda *_: 60)
    assert any("有 60 张来自同一个网络地址" in each.value for each in opened("evaluation", Role.CLERK).warning)
    assert not opened("evaluation", Role.LEADER).warning


def text_of(data: bytes) -> str:
    body = docx.Document(io.BytesIO(data)).element
    return " ".join(each.text or "" for each in body.iter() if each.tag.endswith("}t"))


@pytest.mark.walk
def test_what_is_wrong_with_an_opening_is_said_beside_its_field(school: Example) -> None:
    at = opened("evaluation", Role.CLERK).button(key="ballots_open").click().run()
    saved(filled(at, FORM, address="手机", device_limit=9), FORM)
    assert {fault.split("：")[0] for fault in faults(at)} == {"公开链接每台手机填几张", "手机打开的网址"}
    assert ballots.opening(school.store, school.activity_id, ROUND) is None


@pytest.mark.walk
def test_unused_codes_are_withdrawn_and_twice_is_told(school: Example) -> None:
    at = opened("evaluation", Role.CLERK).button(key="ballots_open").click().run()
    saved(at, FORM)
    at.number_input(key="ballots_count").set_value(3)
    once_button(at, "ballots_make").click().run()
    once_button(at, "ballots_withdraw").click().run()
    assert "3 个填写码已作废" in sentences_on(at)
    assert "ballots_slips" not in [each.key for each in at.download_button]
    once_button(at, "ballots_withdraw").click().run()
    assert any("没有可作废的填写码" in each.value for each in at.error)


@pytest.mark.walk
def test_it_is_stopped_and_goes_on(school: Example) -> None:
    at = opened("evaluation", Role.CLERK).button(key="ballots_open").click().run()
    saved(at, FORM)
    once_button(at, "ballots_toggle").click().run()
    assert "已停止" in sentences_on(opened("evaluation", Role.LEADER))
    assert "重新开放" in buttons(at)
    once_button(at, "ballots_toggle").click().run()
    assert "正在填写" in sentences_on(opened("evaluation", Role.LEADER))


def test_only_the_clerk_opens_and_nobody_does_so_in_the_past(school: Example) -> None:
    for role in (Role.LEADER, Role.OWNER):
        at = opened("evaluation", role)
        assert "网上填写" not in buttons(at)
        assert "网上填写" not in sentences_on(at)
    past = pd.Timestamp(school.today) - pd.Timedelta(days=1)
    at = opened("evaluation", Role.CLERK, as_of=f"{past:%Y-%m-%d}")
    assert "网上填写" not in buttons(at)
