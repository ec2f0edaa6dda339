"""What a unit's own provider of accounts is told by: a file beside the data, off without it, and said what is wrong."""

import os
import zipfile
from pathlib import Path

import pytest

from board.access import Role
from board.accounts.oidc_settings import FILE, Oidc, load, read
from board.backup import copies as backup
from board.backup.rules import Reason
from board.errors import BoardError
from board.operating import support
from board.store.store import open_store

ROOT = Path(__file__).parent.parent.parent
SECRET = "hush-hush-4711"
LEAST = f"""
address = "https://board.example/"
issuer = "https://sso.example/realms/school"
client_id = "chagai"
client_secret = "{SECRET}"
"""
ROLES = """
claim = "groups"
[roles]
leaders = "领导"
"教务处" = ["工作人员", "责任人"]
"""


def wrong(text: str) -> str:
    with pytest.raises(BoardError) as caught:
        read(text)
    return str(caught.value)


def changed(key: str, value: str) -> str:
    return "\n".join(f"{key} = {value}" if line.startswith(f"{key} ") else line for line in LEAST.splitlines())


def test_without_the_file_it_is_off(tmp_path: Path) -> None:
    assert load(tmp_path) is None


def test_the_least_that_must_be_said_gives_no_roles() -> None:
    told = read(LEAST)
    assert told == Oidc("https://board.example", "https://sso.example/realms/school", "chagai", SECRET)
    assert told.redirect_uri == "https://board.example/oauth2callback"
    assert told.metadata_url == "https://sso.example/realms/school/.well-known/openid-configuration"
    assert (told.claim, told.roles) == ("", {})


def test_each_value_of_the_claim_stands_for_the_roles_it_is_given() -> None:
    told = read(LEAST + ROLES)
    assert told.claim == "groups"
    assert told.roles == {"leaders": {Role.LEADER}, "教务处": {Role.CLERK, Role.OWNER}}


def test_the_guides_example_is_one() -> None:
    guide = (ROOT / "docs" / "安全设置.md").read_text("utf-8")
    told = read(guide.partition("```toml\n")[2].partition("```")[0])
    assert told.roles["教务处"] == {Role.CLERK, Role.OWNER}
    assert (told.scope, told.prompt, told.ca) == ("openid profile groups", "login", "school-ca.pem")


def test_everything_that_is_missing_is_named_at_once() -> None:
    said = wrong("")
    assert all(key in said for key in ("address（看板的网址）", "issuer（发证方）", "client_id", "client_secret"))
    assert said.endswith(f"请改好数据文件夹里的 {FILE} 再启动；不用统一账号的，把它移走。")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("address = https://board.example", "第 1 行不合 TOML 的写法"),
        (LEAST + 'clent_id = "x"', "没有 clent_id 这样的键"),
        (changed("client_secret", '" "'), "client_secret 要写成引号里的文字"),
        (changed("client_id", "4711"), "client_id 要写成引号里的文字"),
        (changed("address", '"https://board.example/board"'), "address 要写成"),
        (changed("address", '"board.example"'), "address 要写成"),
        (changed("address", '"https://board.example:x"'), "address 要写成"),
        (changed("issuer", '"sso.example"'), "issuer 要写成"),
        (changed("issuer", '"http://sso.example/realms/school"'), "issuer 要以 https:// 开头"),
        (LEAST + 'token_endpoint_auth_method = "private_key_jwt"', "_method 要是 client_secret_basic、"),
        (LEAST + 'scope = "profile"', "scope 里要有 openid"),
        (LEAST + f'button = "{"长" * 21}"', "button 最多 20 个字"),
        (LEAST + 'claim = "groups"', "claim 和 [roles] 要一起写"),
        (LEAST + '[roles]\nleaders = "领导"', "claim 和 [roles] 要一起写"),
        (LEAST + 'claim = "groups"\nroles = "领导"', "roles 要写成一节"),
        (LEAST + 'claim = "groups"\n[roles]\nleaders = "leader"', "[roles] 里 leaders 对应的角色要是 领导、"),
        (LEAST + 'claim = "groups"\n[roles]\nleaders = []', "[roles] 里 leaders 对应的角色要是 领导、"),
    ],
)
def test_what_is_wrong_is_said_so_that_it_can_be_put_right(text: str, said: str) -> None:
    assert said in wrong(text)


def test_a_provider_on_this_very_computer_needs_no_https() -> None:
    assert read(changed("issuer", '"http://127.0.0.1:9400"')).issuer == "http://127.0.0.1:9400"


def test_what_a_windows_editor_writes_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xef\xbb\xbf" + (LEAST + ROLES).replace("\n", "\r\n").encode())
    assert load(tmp_path) == read(LEAST + ROLES)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes((LEAST + ROLES).encode("gbk"))
    with pytest.raises(BoardError, match="UTF-8"):
        load(tmp_path)


def test_a_certificate_to_know_the_provider_by_must_be_one(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(LEAST + 'ca = "ca.pem"', "utf-8")
    for held in (None, "no certificate"):
        if held:
            (tmp_path / "ca.pem").write_text(held, "utf-8")
        with pytest.raises(BoardError, match="ca 指的证书文件读不出来"):
            load(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_nobody_else_on_the_computer_can_read_the_file_any_more(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(LEAST, "utf-8")
    (tmp_path / FILE).chmod(0o644)
    load(tmp_path)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_the_secret_is_in_no_copy_and_in_nothing_that_is_sent_to_who_helps(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(LEAST, "utf-8")
    store = open_store(tmp_path / "board.duckdb")
    copy = backup.make(store, Reason.HAND).path
    store.close()
    support.write(tmp_path / "board.duckdb", tmp_path / "support.zip")
    files = [copy, *copy.parent.iterdir(), tmp_path / "support.zip"]
    assert [each.name for each in files if SECRET.encode() in unpacked(each)] == []
    assert SECRET not in repr(read(LEAST))


def unpacked(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
