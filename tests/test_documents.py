"""The documents held to the code: what they name is there, and says what they say it says."""

import ast
import os
import re
import struct
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import pytest

from board import words
from board.access import PERMISSIONS, Role
from board.actions import words_of
from board.navigation import NAVIGATION
from board.operating import command_line
from board.rules.verdicts import RULES
from board.store.migrations import migrate
from board.trail_views.words import ACTIONS

ROOT = Path(__file__).parent.parent
README, CONTRIBUTING, CHANGELOG = ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"
GUIDE = ROOT / "docs" / "使用说明.md"
OPERATIONS = ROOT / "docs" / "operations.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
SECURITY = ROOT / "SECURITY.md"
DOCUMENTS = [README, CONTRIBUTING, CHANGELOG, SECURITY, *sorted((ROOT / "docs").glob("*.md"))]
LEFT_OUT = {".git", ".venv", ".venv-peers", ".hypothesis", "__pycache__", "test-results", "node_modules", "vendored"}
TEXTS = {".css", ".csv", ".html", ".js", ".md", ".py", ".sql", ".svg", ".toml", ".txt", ".yml", ""}
A_MACHINES_PATH = re.compile(r"(?<![\w.])/(?:home|Users|root|work|tmp|mnt)/\w|\b[A-Z]:\\+Users")
# What the guide calls a thing somebody may do, and the permission for it.
RIGHTS = {
    "看上报情况（上级）": "see.submitted",
    "看各单位对比（上级）": "see.units",
    "看共性问题（上级）": "see.widespread",
    "设报送期限、免报、催报、下发方案（上级）": "submitted.edit",
    "看总览": "see.overview",
    "看工作任务": "see.tasks",
    "看征求意见": "see.opinions",
    "看意见来自哪里（渠道、哪类人、哪天）": "see.givers",
    "看会议和议定事项": "see.sittings",
    "看谈心谈话": "see.talks",
    "看民主生活会": "see.meeting",
    "看整改台账（只是责任人的，看自己负责的）": "see.rectification",
    "看分析检查报告": "see.report",
    "看群众评议": "see.evaluation",
    "看来龙去脉": "see.thread",
    "看程序检查": "see.procedure",
    "看公文": "see.papers",
    "看通报与公开": "see.publication",
    "看数据导入": "see.imports",
    "看系统管理": "see.admin",
    "看上报": "see.submissions",
    "看所属单位（上级）": "see.unit_tree",
    "打开、关上公开网页": "public.switch",
    "添加、修改工作任务": "tasks.edit",
    "给工作任务报进展": "tasks.report",
    "登记、梳理、反馈、答复、合并意见": "opinions.edit",
    "导出意见": "opinions.export",
    "起草、修改分析检查报告，登记听取意见和答复": "report.edit",
    "分析检查报告定稿": "report.approve",
    "登记、修改、延期、移出、恢复整改事项，导入改过的台账，撤销批量办理": "rectification.edit",
    "整改事项启动、报进展、提交验收，放入、撤下佐证文件（责任人只办自己负责的）": "rectification.report",
    "整改事项退回、销号、重启": "rectification.verify",
    "登记谈心": "talks.edit",
    "登记发言提纲、民主生活会记录和问题": "meeting.edit",
    "标记会议": "meetings.edit",
    "在来龙去脉里连上、去掉连接": "thread.edit",
    "标记环节完成、重新打开环节": "procedure.mark",
    "登记、修改、移出公开记录": "publication.edit",
    "起草公文、改版头和文号、起草更正、不发了": "papers.draft",
    "核对、退回公文": "papers.check",
    "签发公文、作废签发过的（自己写过的不能签发）": "papers.sign",
    "公开签发了的公文": "papers.publish",
    "冻结、更正、送出上报": "submissions.send",
    "登记报给谁": "submissions.link",
    "收下各单位的上报（上级）": "submissions.take",
    "改单位、登记单位的密钥（上级）": "units.edit",
    "开会时投放幻灯片，议定，写纪要（会议模式）": "deck.show",
    "把视图给大家用": "views.share",
    "开评议轮次、登记发放、开放网上填写": "evaluation.edit",
    "导入评议表": "imports.run",
    "开设账号、重设密码、停用、注销": "accounts.edit",
    "建立活动，复制、修改、删去方案": "activities.edit",
    "备份、下载备份、恢复": "backup.keep",
    "看、核对、导出操作记录": "audit.read",
}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


def _files(folder: Path = ROOT) -> Iterator[Path]:
    for place, inside, names in os.walk(folder):
        inside[:] = [name for name in inside if name not in LEFT_OUT and not name.endswith("_cache")]
        yield from (Path(place, name) for name in names if name not in LEFT_OUT and Path(name).suffix in TEXTS)


def _table(path: Path, header: str) -> list[list[str]]:
    """The rows of a table of a document, cell by cell, found by how its header begins; several tables are one."""
    rows: list[list[str]] = []
    taking = False
    for line in _text(path).splitlines():
        taking = line.startswith(f"| {header} |") or (taking and line.startswith("|"))
        if taking and not line.startswith((f"| {header} |", "| ---", "|---")):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return rows


def _in_backticks(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


@cache
def _shown() -> str:
    """Every text that the product can show, one a line: its strings, its plain page and its browser's words."""
    shown = [_text(ROOT / "board/web/door/page.html"), _text(ROOT / "board/web/browser/words.json")]
    for path in [*(ROOT / "board").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "manage.py"]:
        nodes = ast.walk(ast.parse(_text(path)))
        shown += [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return "\n".join(shown)


@cache
def _code() -> str:
    """All that is run: Python and SQL."""
    places = [ROOT / "board", ROOT / "pages", ROOT / "queries"]
    paths = [path for place in places for path in place.rglob("*") if path.suffix in {".py", ".sql"}]
    return "\n".join(_text(path) for path in [*paths, ROOT / "manage.py", ROOT / "app.py"])


def _ask_for_help(*arguments: str) -> None:
    with pytest.raises(SystemExit):
        command_line.read_options([*arguments, "--help"])


def test_the_readme_names_the_file_of_every_page_in_its_map() -> None:
    mapped = {name for row in _table(README, "要找") for name in _in_backticks(row[1])}
    assert [path.name for path in (ROOT / "pages").glob("*.py") if _name(path) not in mapped] == []


def test_the_readme_and_the_guide_to_running_name_every_command_and_no_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _ask_for_help()
    commands = set(re.findall(r"^ {4}(\w+) {2,}\S", capsys.readouterr().out, re.MULTILINE))
    assert len(commands) >= 3
    assert set(re.findall(r"python3 manage\.py (\w+)", _text(README) + _text(OPERATIONS))) == commands


def test_every_option_the_guide_to_running_names_exists(capsys: pytest.CaptureFixture[str]) -> None:
    cells = [("cells", does) for does in ("init", "new", "backup", "upgrade", "back")]
    for command in (("demo",), ("run",), ("test",), ("bench",), ("lake", "expire"), *cells):
        _ask_for_help(*command)
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    named = {option for text in _in_backticks(_text(OPERATIONS)) for option in re.findall(r"^--[a-z-]+", text)}
    assert named
    assert named <= known


def test_what_a_newcomer_reads_first_is_short() -> None:
    assert len(_text(README).encode()) <= 9 * 1024
    assert len(_text(CONTRIBUTING).encode()) <= 10 * 1024


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", _text(document))
    assert [target for target in targets if not _is_there(document, target)] == []


def _is_there(document: Path, target: str) -> bool:
    place, _, heading = unquote(target).partition("#")
    path = (document.parent / place).resolve() if place else document
    return path.exists() and (not heading or heading in _anchors(path))


def _anchors(path: Path) -> set[str]:
    """Headings as a web page links to them: small letters, hyphens for blanks, no punctuation."""
    headings = re.findall(r"^#+ (.+)$", _text(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_every_file_a_document_names_exists(document: Path) -> None:
    tops = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name not in LEFT_OUT}
    named = [text for text in _in_backticks(_text(document)) if re.fullmatch(r"[\w./-]+", text)]
    paths = [text for text in named if text.partition("/")[0] in tops and "/" in text and "NNNN" not in text]
    assert [text for text in paths if not (ROOT / text).exists()] == []


def test_the_guides_table_of_roles_is_the_table_that_is_asked() -> None:
    rows = _table(GUIDE, "事情")
    header = next(line for line in _text(GUIDE).splitlines() if line.startswith("| 事情 |"))
    roles = [cell.strip() for cell in header.strip("| ").split("|")][1:]
    codes = {word: code for code, word in words.ROLE.items()}
    assert set(roles) == set(codes)
    told = {
        RIGHTS[row[0]]: {Role(codes[role]) for role, mark in zip(roles, row[1:], strict=True) if mark} for row in rows
    }
    assert told == {permission: set(allowed) for permission, allowed in PERMISSIONS.items()}


def test_words_in_bold_in_the_guide_stand_on_the_screen() -> None:
    bold = dict.fromkeys(re.findall(r"\*\*(.+?)\*\*", _text(GUIDE)))
    assert len(bold) > 50
    assert [word for word in bold if word not in _shown()] == []


def test_refusals_the_guide_explains_are_refusals_the_product_gives() -> None:
    said = [row[0] for row in _table(GUIDE, "屏幕上说")]
    assert len(said) > 20
    assert [text for text in said if not all(part.strip() in _shown() for part in text.split("…"))] == []


def test_every_english_name_of_the_glossary_occurs_in_the_code() -> None:
    names = {name for row in _table(GLOSSARY, "中文") for name in _in_backticks(row[1])}
    assert len(names) > 100
    words = sorted(set(re.findall(r"\w+", _code())))
    begun = {name: words[bisect_left(words, name) :][:1] for name in names if re.fullmatch(r"\w+", name)}
    assert sorted(name for name, word in begun.items() if not word or not word[0].startswith(name)) == []
    assert sorted(name for name in names - begun.keys() if not re.search(rf"\b{name}", _code())) == []


def test_every_place_the_glossary_names_exists() -> None:
    schema = "\n".join(_text(path) for path in (ROOT / "queries" / "migrations").rglob("*.sql"))
    places = {place for row in _table(GLOSSARY, "中文") for place in _in_backticks(row[2])}
    lost = [place for place in places if not (ROOT / place).exists() and not re.search(rf"\b{place}\b", schema)]
    assert sorted(lost) == []


def test_every_code_with_a_word_of_its_own_is_in_the_glossary() -> None:
    rows = _table(GLOSSARY, "中文")
    sets = [value for name, value in vars(words).items() if name.isupper() and isinstance(value, dict)]
    sets += [words_of(actions) for actions in ACTIONS.values()]
    assert len(sets) > 5
    missing = [
        f"{word} {code}"
        for each in sets
        for code, word in each.items()
        if not any(word in row[0].split("（")[0].split("、") and f"`{code}`" in row[1] for row in rows)
    ]
    assert missing == []


def _demands() -> list[list[str]]:
    return _table(ROOT / "docs" / "demands.md", "号")


def test_every_demand_of_the_plan_names_a_rule_a_page_a_column_and_a_test_that_exist() -> None:
    pages = {entry.subject for entries in NAVIGATION.values() for entry in entries}
    with duckdb.connect(":memory:") as connection:
        migrate(connection)
        listed = connection.execute("SELECT table_name || '.' || column_name FROM duckdb_columns()").fetchall()
    columns = {name for (name,) in listed}
    assert [row[0] for row in _demands()] == [str(number) for number in range(1, 39)]
    for number, _, rules, page, column, test in _demands():
        assert set(_in_backticks(rules)) <= {rule.rule_id for rule in RULES}, number
        assert set(_in_backticks(page)) <= pages, number
        assert set(_in_backticks(column)) <= columns, number
        for path, _, name in (each.partition("::") for each in _in_backticks(test)):
            assert name in {
                node.name for node in ast.parse(_text(ROOT / path)).body if isinstance(node, ast.FunctionDef)
            }
        assert all(_in_backticks(cell) or cell.startswith("还没有") for cell in (rules, page, column, test)), number


def test_every_rule_of_procedure_holds_a_demand_of_the_plan() -> None:
    named = {name for row in _demands() for name in _in_backticks(row[2])}
    assert named == {rule.rule_id for rule in RULES}


def test_every_table_of_the_store_is_in_the_glossary() -> None:
    schema = "\n".join(_text(path) for path in sorted((ROOT / "queries" / "migrations").rglob("*.sql")))
    tables = [name for name in re.findall(r"CREATE TABLE (\w+)", schema) if not name.endswith("_events")]
    named = {name for row in _table(GLOSSARY, "中文") for cell in row[1:] for name in _in_backticks(cell)}
    dropped = set(re.findall(r"DROP TABLE (\w+)", schema))
    assert sorted(set(tables) - dropped - named - {"schema_migrations"}) == []


def test_the_screenshot_is_what_it_is_said_to_be_and_small() -> None:
    data = (ROOT / "docs" / "overview.png").read_bytes()
    assert struct.unpack(">II", data[16:24]) == (1440, 900)
    assert len(data) < 200_000


def test_no_file_names_a_machine_or_where_packages_come_from() -> None:
    found = []
    for path in _files():
        if path.name == "COPYING":  # the licence of the faces, to the letter
            continue
        text = path.read_text("utf-8-sig", errors="replace")
        found += [f"{_name(path)}: {match[0]}" for match in A_MACHINES_PATH.finditer(text)]
        addresses = re.findall(r"https?://[^\s\"'<>()`）。，]+", text)
        found += [f"{_name(path)}: {address}" for address in addresses if not _stands_for_nobody(address)]
    assert found == []


def _stands_for_nobody(address: str) -> bool:
    """Whether an address is this machine's, a name made up for a test, or the name of a standard."""
    host = urlsplit(address.replace("{", "").replace("}", "")).hostname or ""
    return "." not in host or host in {"127.0.0.1", "www.w3.org"} or host.endswith(".example")


PROMISES = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", _text(SECURITY))


@pytest.mark.parametrize(("path", "name"), PROMISES)
def test_every_promise_of_the_statement_has_its_test(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_no_promise_of_the_statement_stands_without_one() -> None:
    rows = [
        line for line in _text(SECURITY).partition("## 承诺")[2].partition("## 不承诺")[0].splitlines() if "|" in line
    ]
    promises = [line for line in rows if not line.startswith(("| 承诺", "| ---"))]
    assert [line for line in promises if "::test_" not in line] == []
    assert len(PROMISES) >= len(promises) > 20
