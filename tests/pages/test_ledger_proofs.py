"""Files that prove what was done: put in on the sheet, kept in versions, handed out as they came and never run."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.rectification import actions as rectification
from board.rectification import proofs
from tests.example_school import Example
from tests.pages.conftest import SignIn
from tests.pages.hands import taken
from tests.pages.visitor import (
    buttons,
    faults,
    filled,
    messages,
    notices,
    once_button,
    opened,
    saved,
    sentences_on,
    sheet,
)

pytestmark = pytest.mark.walk

ITEM, UPLOAD, WITHDRAW = "R-006", "proofs_R-006_0", "proofs_withdraw_R-006"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def item_sheet(role: Role = Role.CLERK, item_id: str = ITEM, **query: Any) -> AppTest:
    return opened("rectification", role, rectification_item=item_id, **query)


def stored(*files: tuple[str, bytes], role: Role = Role.CLERK) -> AppTest:
    """The sheet of R-006 after files were put into it."""
    at = item_sheet(role)
    for name, data in files:
        at.file_uploader(key=UPLOAD).upload(name, data, "application/octet-stream")
    return at.run().button(key="proofs_save").click().run()


def held(school: Example, item_id: str = ITEM) -> list[tuple[str, int]]:
    frame = proofs.proofs(school.store, school.activity_id, item_id)
    return list(zip(frame["name"], frame["version"], strict=True))


def offered(at: AppTest) -> list[str]:
    return [each.label for each in at.download_button if str(each.key).startswith("proof_")]


def seq(school: Example) -> int:
    items = rectification.items(school.store, school.activity_id, school.today)
    return int(items[items["item_id"] == ITEM]["seq"].iloc[0])


def test_a_file_goes_in_and_is_named_in_the_ledger(school: Example) -> None:
    at = stored(("跑道照片.png", PICTURE))
    assert not at.exception
    assert notices(at) == ["R-006 已存入 1 个文件"]
    assert held(school) == [("跑道照片.png", 1)]
    assert offered(at) == ["跑道照片\\.png"]
    assert any("跑道照片.png" in text for text in at.html.values if 'class="facts"' in text)
    assert "附材料" in next(text for text in at.html.values if 'class="history"' in text)
    assert sheet(at) == "整改事项"


def test_nothing_is_stored_before_the_button_is_pressed(read_school: Example) -> None:
    at = item_sheet()
    at.file_uploader(key=UPLOAD).upload("跑道照片.png", PICTURE).run()
    assert "存入 1 个文件" in buttons(at)
    assert held(read_school) == []


def test_several_files_go_in_at_once(school: Example) -> None:
    at = stored(("一.png", PICTURE), ("二.txt", b"two"))
    assert notices(at) == ["R-006 已存入 2 个文件"]
    assert set(held(school)) == {("一.png", 1), ("二.txt", 1)}


def test_the_place_for_files_is_empty_again_afterwards(school: Example) -> None:
    at = stored(("跑道照片.png", PICTURE))
    assert not [each for each in at.button if each.key == "proofs_save"]
    assert at.file_uploader[0].key == "proofs_R-006_1"


def test_the_same_name_again_is_a_new_version_and_the_old_one_stays(school: Example) -> None:
    stored(("清单.txt", b"one"))
    at = stored(("清单.txt", b"two"))
    assert held(school) == [("清单.txt", 2), ("清单.txt", 1)]
    assert taken(at, "proof_F-001_1").data == b"one"
    assert taken(at, "proof_F-001_2").data == b"two"
    assert "第 2 版" in sentences_on(at)


def test_a_file_comes_down_byte_for_byte_under_its_name(school: Example) -> None:
    at = stored(("跑道照片.png", PICTURE))
    file = taken(at, "proof_F-001_1")
    assert (file.name, file.data) == ("跑道照片.png", PICTURE)
    assert f"指纹 {sha256(PICTURE).hexdigest()[:12]}" in sentences_on(at)


def test_no_file_is_handed_out_as_something_a_browser_opens(school: Example) -> None:
    names = ["报告.html", "图.svg", "表.xhtml", "脚本.js", "材料.pdf"]
    at = stored(*((name, b"<script>alert(1)</script>") for name in names))
    for number, name in enumerate(names, start=1):
        file = taken(at, f"proof_F-{number:03d}_1")
        assert file.kind == "application/octet-stream"
        assert (file.name, file.data) == (name, b"<script>alert(1)</script>")


def test_what_is_in_a_file_never_reaches_the_page(school: Example) -> None:
    at = stored(("报告.html", b"<script>window.hit=1</script>"))
    assert not [message for message in messages(at) if "window.hit" in str(message)]


def test_a_name_shows_as_it_is_written(school: Example) -> None:
    at = stored(("**粗** <b>x.txt", b"x"))
    assert offered(at) == ["\\*\\*粗\\*\\* \\<b\\>x\\.txt"]
    assert "<b>x" not in "".join(at.html.values)


def test_the_same_bytes_twice_are_refused_in_words(school: Example) -> None:
    stored(("清单.txt", b"one"))
    at = stored(("清单.txt", b"one"))
    assert not at.exception
    assert any("这个文件已经附过了" in each.value for each in at.error)
    assert held(school) == [("清单.txt", 1)]


def test_an_empty_file_is_refused_in_words(read_school: Example) -> None:
    at = stored(("空.txt", b""))
    assert any("文件是空的" in each.value for each in at.error)
    assert held(read_school) == []


def test_of_several_the_good_ones_are_kept_and_said_to_be(school: Example) -> None:
    at = stored(("一.txt", b"one"), ("空.txt", b""))
    assert notices(at) == ["R-006 已存入 1 个文件"]
    assert any("文件是空的" in each.value for each in at.error)
    assert held(school) == [("一.txt", 1)]


def test_a_bad_file_among_several_names_itself_and_stops_none_of_the_others(school: Example) -> None:
    at = stored(("一.txt", b"one"), ("空.txt", b""), ("二.txt", b"two"))
    assert set(held(school)) == {("一.txt", 1), ("二.txt", 1)}
    assert any("空\\.txt" in each.value for each in at.error)


def test_a_file_is_withdrawn_with_a_reason_and_stays_on_record(school: Example) -> None:
    stored(("清单.txt", b"one"))
    at = item_sheet()
    saved(filled(at, WITHDRAW, proof_id="F-001", reason="放错了事项"), WITHDRAW)
    assert not at.exception
    assert notices(at) == ["R-006 已撤下一个文件"]
    assert f":orange-badge[{school.today:%m-%d} 撤下]" in sentences_on(at)
    assert taken(at, "proof_F-001_1").data == b"one"
    assert "清单.txt" not in next(text for text in at.html.values if 'class="facts"' in text)
    assert not [each for each in at.button if each.key == f"{WITHDRAW}.button"]


def test_a_file_is_not_withdrawn_without_a_reason(school: Example) -> None:
    stored(("清单.txt", b"one"))
    at = item_sheet()
    saved(filled(at, WITHDRAW, proof_id="F-001", reason=" "), WITHDRAW)
    assert [fault.split("：")[0] for fault in faults(at)] == ["原因"]
    assert notices(at) == []


def test_which_file_must_be_said(school: Example) -> None:
    stored(("清单.txt", b"one"))
    at = item_sheet()
    saved(filled(at, WITHDRAW, reason="放错了"), WITHDRAW)
    assert not at.exception
    assert at.error or faults(at)
    assert notices(at) == []


def test_an_owner_puts_files_into_their_own_item(school: Example) -> None:
    at = stored(("跑道照片.png", PICTURE), role=Role.OWNER)
    assert notices(at) == ["R-006 已存入 1 个文件"]


def test_an_owner_of_other_items_gets_no_file_of_this_one(
    real_school: Example, signed_in: SignIn, clerk: Actor
) -> None:
    proofs.attach(real_school.store, clerk, real_school.activity_id, ITEM, "清单.txt", b"one")
    signed_in(Role.OWNER, person_id="P01")
    at = item_sheet(None)  # type: ignore[arg-type]
    assert sheet(at) is None
    assert not [each for each in at.download_button if str(each.key).startswith("proof_")]


def test_a_leader_reads_the_files_and_puts_in_none(school: Example, clerk: Actor) -> None:
    assert "佐证文件" not in "".join(item_sheet(Role.LEADER).html.values)
    proofs.attach(school.store, clerk, school.activity_id, ITEM, "清单.txt", b"one")
    at = item_sheet(Role.LEADER)
    assert offered(at) == ["清单\\.txt"]
    assert taken(at, "proof_F-001_1").data == b"one"
    assert not at.file_uploader
    assert "撤下" not in buttons(at)


def test_what_was_handed_in_takes_more_files_but_loses_none(school: Example, clerk: Actor) -> None:
    proofs.attach(school.store, clerk, school.activity_id, "R-008", "试水记录.txt", b"one")
    at = item_sheet(item_id="R-008")
    assert [each.key for each in at.file_uploader] == ["proofs_R-008_0"]
    assert "撤下" not in buttons(at)


def test_the_files_of_a_closed_item_are_for_reading(read_school: Example) -> None:
    at = item_sheet(item_id="R-001")
    assert not at.file_uploader


def test_the_past_shows_the_files_of_then_and_takes_none(school: Example, clerk: Actor) -> None:
    proofs.attach(school.store, clerk, school.activity_id, ITEM, "清单.txt", b"one")
    at = item_sheet(as_of=str(school.today - timedelta(days=3)))
    assert not at.file_uploader
    assert offered(at) == []
    assert offered(item_sheet(as_of=str(school.today))) == ["清单\\.txt"]


def test_files_go_to_the_item_whose_sheet_is_open(school: Example) -> None:
    at = item_sheet(item_id="R-012")
    at.file_uploader(key="proofs_R-012_0").upload("作业抽查.txt", b"x").run()
    once_button(at, "proofs_save").click().run()
    assert held(school, "R-012") == [("作业抽查.txt", 1)]
    assert held(school) == []


def test_a_file_put_in_keeps_what_is_typed_in_a_form(school: Example) -> None:
    at = item_sheet()
    at.button(key="rectification_action_R-006/report").click().run()
    form = "rectification_action_R-006.report"
    before = seq(school)
    at.file_uploader(key=UPLOAD).upload("跑道照片.png", PICTURE).run()
    once_button(at, "proofs_save").click().run()
    assert seq(school) == before + 1
    saved(filled(at, form, progress="跑道填补完三处", percent=75), form)
    assert notices(at) == ["R-006 已报进展"]


def test_what_somebody_else_did_meanwhile_is_still_told(school: Example, clerk: Actor) -> None:
    at = item_sheet()
    at.button(key="rectification_action_R-006/report").click().run()
    form = "rectification_action_R-006.report"
    rectification.act(school.store, clerk, school.activity_id, ITEM, "edit", {"remark": "催过厂家"})
    at.file_uploader(key=UPLOAD).upload("跑道照片.png", PICTURE).run()
    once_button(at, "proofs_save").click().run()
    saved(filled(at, form, progress="跑道填补完三处", percent=75), form)
    assert any("刚刚被别人改过" in each.value for each in at.error)
