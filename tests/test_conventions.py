"""The house's rules that can be enforced, enforced."""

import ast
import re
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb
import grimp

from board.navigation import NAVIGATION
from board.store.opening import LOCKDOWN
from board.store.sql import HISTORIES, QUERIES, statements
from board.store.store import Store

ROOT = Path(__file__).parent.parent
BOARD = sorted((ROOT / "board").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
PRODUCT = [*BOARD, *PAGES, ROOT / "app.py", ROOT / "manage.py"]
STATEMENT = re.compile(r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE|ALTER TABLE)\b")
BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
# What stands in a text for the browser: icons, colours, tags, links, a chart's places to fill in; and what is typed
# into a terminal: options, names of variables.
MARKUP = re.compile(r":material/\w+:|:\w+(-\w+)?\[|</?\w[^>]*(>|$)|\]\([^)]*\)|%\{[^}]*\}|--\w+|\b[A-Z]+_[A-Z_]+\b")
_KNOWN = (
    "Excel Word PPTX PDF PowerPoint "
    "ODS Big WPS Parquet CSV csv xlsx xls UTF BOM GBK NUL TOML JavaScript Ctrl Python Markdown PEM HTTPS"
)
# Whose texts name the keys of plan files, of `oidc.toml` or `lake.toml`, or commands and systems.
TECHNICAL = (
    "board/operating/command_line.py",
    "board/operating/install_faults.py",
    "board/cells/",
    "board/lake/",
    "board/accounts/oidc_settings.py",
    "board/activity/plan/",
    "manage.py",
)
# What shows texts → the places of the texts among what it is given. Of `Invalid`, the words for each field.
_FIRST = """markdown caption text info warning error success toast header subheader title button download tabs
    form_submit_button checkbox selectbox multiselect text_input text_area date_input number_input slider expander
    segmented_control file_uploader popover dialog spinner badge html metric TextColumn DateColumn DatetimeColumn
    NumberColumn ProgressColumn drill tags choose"""
SHOWS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(_FIRST.split(), (0,)),
    **dict.fromkeys(
        ("BoardError", "ServersFault", "DiskFull", "Refused", "Conflict", "StoreUnusable", "card"), (0, 1, 2)
    ),
    **{"Invalid": (0, 1), "Field": (1,), "Entry": (1, 3), "progress": (1,), "find": (0, 2)},
    **{"counted": (2,), "show_chart": (3,), "export_button": (3,)},
}
SHOWN_BY_NAME = {"label", "help", "help_text", "placeholder", "alt", "title", "page_title", "unit", "hint"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _strings(path: Path) -> Iterator[ast.Constant]:
    return (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def _docstrings(path: Path) -> set[int]:
    """The first lines of a file's docstrings."""
    places = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(_tree(path)) if isinstance(node, places) and node.body]
    return {body[0].value.lineno for body in bodies if isinstance(body[0], ast.Expr)}


def _functions(paths: list[Path]) -> list[tuple[str, int]]:
    found = []
    for path in paths:
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found.append((f"{_name(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1))
    return found


def test_every_statement_has_its_sentence() -> None:
    assert [name for name, each in statements().items() if not each.sentence.endswith(".")] == []


def _named_in(path: Path) -> Iterator[str]:
    """Patterns of the statements a file names: literals, and f-strings with anything in their holes."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in node.values]
            yield "".join(parts)


def test_every_statement_is_used() -> None:
    named = {pattern for path in PRODUCT for pattern in _named_in(path) if "/" in pattern}
    in_full = {re.sub(r"\\(.)", r"\1", pattern) for pattern in named if r"\w+" not in pattern}
    used = re.compile("|".join(f"(?:{pattern})" for pattern in sorted(named) if r"\w+" in pattern))
    known = in_full | {f"lockdown/{name}" for name in LOCKDOWN}
    # A statement of every history is used where it is used for one of them.
    unused = {name for name in statements().keys() - known if not used.fullmatch(name)}
    shared = {name for name in _shared() if not unused >= {f"{subject}/{name}" for subject in HISTORIES}}
    assert [name for name in sorted(unused) if name.partition("/")[2] not in shared] == []


def _shared() -> list[str]:
    return [
        name
        for file in QUERIES.glob("*history.sql")
        for name in re.findall(r"^-- name: (\w+)$", file.read_text(), re.MULTILINE)
    ]


def test_every_query_is_right_on_the_newest_schema(store: Store) -> None:
    queries = {name: each.text for name, each in statements().items() if each.text.startswith(("SELECT", "WITH"))}
    with store._connection.cursor() as cursor:
        faults = {name: _fault(cursor, text) for name, text in queries.items()}
    assert {name: fault for name, fault in faults.items() if fault} == {}


def _fault(cursor: duckdb.DuckDBPyConnection, query: str) -> str:
    """Returns what DuckDB says against a query; empty where it is right."""
    try:
        cursor.execute(f"EXPLAIN {query}", dict.fromkeys(re.findall(r"\$(\w+)", query)))
    except duckdb.Error as error:
        return str(error)
    return ""


def test_sql_is_written_only_in_queries() -> None:
    texts = {path: [node.value for node in _strings(path) if node.lineno not in _docstrings(path)] for path in PRODUCT}
    assert [_name(path) for path in PRODUCT if any(STATEMENT.search(str(text)) for text in texts[path])] == []


def test_a_page_reaches_little_of_the_house() -> None:
    """Import-linter holds which way the arrows point (pyproject.toml); this, how far they lead."""
    graph = grimp.build_graph("board", "pages")
    parts = {name for name in graph.modules if graph.find_children(name)}

    def reached(name: str) -> int:
        return len(graph.find_upstream_modules(name) - parts)

    assert reached("board.ui.parts.visit") <= 60
    assert reached("pages.talks") <= 101


def test_packages_stay_small() -> None:
    sizes = Counter(path.parent for path in BOARD if path.name != "__init__.py")
    most = {folder: 12 if folder.name == "board" else 25 for folder in sizes}
    assert [f"{_name(folder)}: {size}" for folder, size in sizes.items() if size > most[folder]] == []


def test_every_package_says_what_it_is_for() -> None:
    packages = [path for path in BOARD if path.name == "__init__.py"]
    assert [_name(path) for path in packages if not ast.get_docstring(_tree(path))] == []
    assert [_name(path) for path in packages if len(_tree(path).body) > 1] == []


def test_only_the_edge_may_know_streamlit() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (kept_from,) = (each["source_modules"] for each in settings["contracts"] if each["type"] == "forbidden")
    everything = {f"board.{path.stem}" for path in (ROOT / "board").iterdir() if not path.name.startswith("__")}
    assert everything - set(kept_from) == {"board.ui", "board.web", "board.shell"}


def test_every_page_begins_with_its_guard() -> None:
    bodies = {
        path: [node for node in _tree(path).body if not isinstance(node, ast.Import | ast.ImportFrom)] for path in PAGES
    }
    # First comes the docstring.
    first = {path.stem: ast.unparse(body[1]) for path, body in bodies.items()}
    assert first == {path.stem: f"visit = guard('{path.stem}')" for path in PAGES}


def test_every_page_is_in_the_navigation_and_in_the_readme() -> None:
    known = {entry.subject for entries in NAVIGATION.values() for entry in entries}
    assert known == {path.stem for path in PAGES}
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [path.stem for path in PAGES if f"pages/{path.name}" not in readme] == []


def test_files_stay_small() -> None:
    sizes = {path: len(path.read_text("utf-8").splitlines()) for path in PRODUCT}
    most = {path: 120 if path.parent.name == "pages" else 80 if path.name == "app.py" else 300 for path in PRODUCT}
    assert [f"{_name(path)}: {size}" for path, size in sizes.items() if size > most[path]] == []


def test_functions_stay_small() -> None:
    sizes = _functions(PRODUCT)
    assert [each for each in sizes if each[1] > 50] == []
    lengths = [length for _, length in sizes]
    assert statistics.median(lengths) <= 8
    assert statistics.quantiles(lengths, n=10)[8] <= 30


def test_names_say_what_a_file_is_for() -> None:
    assert [_name(path) for path in PRODUCT if path.stem in BANNED_NAMES] == []


def test_every_public_function_says_what_it_does() -> None:
    silent = [
        f"{_name(path)}:{node.name}"
        for path in PRODUCT
        for node in _tree(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert silent == []


def _shown(path: Path) -> Iterator[tuple[int, str]]:
    """The texts that a file shows to people, with their lines, as far as they are written where they are shown."""
    for call in (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = [call.args[place] for place in SHOWS.get(name, ()) if place < len(call.args)]
        given += [keyword.value for keyword in call.keywords if keyword.arg in SHOWN_BY_NAME and name in SHOWS]
        for argument in given:
            yield from _texts(argument)


def _texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The literal texts an expression is made of; what a call or a name in it stands for is not looked into."""
    parts: list[ast.AST] = []
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    elif isinstance(node, ast.IfExp):
        parts = [node.body, node.orelse]
    elif isinstance(node, ast.Dict):
        parts = list(node.values)
    elif isinstance(node, ast.JoinedStr | ast.BinOp | ast.BoolOp | ast.List | ast.Tuple):
        parts = list(ast.iter_child_nodes(node))
    for part in parts:
        yield from _texts(part)


def _chinese(path: Path) -> Iterator[tuple[int, str]]:
    for node in _strings(path):
        text = str(node.value)
        if CHINESE.search(text) and node.lineno not in _docstrings(path):
            yield node.lineno, text


def _english(text: str) -> list[str]:
    return [word for word in LATIN_WORD.findall(MARKUP.sub(" ", text)) if word not in _KNOWN.split()]


def test_no_day_is_written_in_a_way_that_windows_does_not_know() -> None:
    specs = [
        (_name(path), node.lineno)
        for path in PRODUCT
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FormattedValue) and node.format_spec and "%-" in ast.unparse(node.format_spec)
    ]
    assert specs == []


def test_what_users_see_is_chinese() -> None:
    found = set()
    for path in PRODUCT:
        mixed = [] if _name(path).startswith(TECHNICAL) else list(_chinese(path))
        found |= {f"{_name(path)}:{line} {word}" for line, text in [*mixed, *_shown(path)] for word in _english(text)}
    assert sorted(found) == []


def test_english_in_what_users_see_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text(
        'st.button("Save", key="save_it")\nField("name", f"{x} Name of 单位", help="好")\nst.info(_SAID)\n', "utf-8"
    )
    assert [_english(text) for _, text in _shown(page)] == [["Save"], ["Name"], []]


def test_every_exception_from_the_security_rules_says_why() -> None:
    places = [*PRODUCT, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "data").rglob("*.py"))]
    lines = [f"{_name(path)}: {line.strip()}" for path in places for line in path.read_text("utf-8").splitlines()]
    bare = [line for line in lines if re.search(r"# noqa: (\w+, )*S\d+(?!\d| - \w|, )", line)]
    assert bare == []
    settings = (ROOT / "pyproject.toml").read_text("utf-8").partition("per-file-ignores]")[2].partition("\n[")[0]
    assert [line for line in settings.splitlines() if re.search(r'"S\d+"', line) and "# " not in line] == []


def _names(path: Path) -> Iterator[str]:
    """The names that a file gives: variables, arguments, functions, classes."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name


def test_the_url_is_read_and_written_in_one_way() -> None:
    """By `asked` and `keep` of filters.py, and by links; printing is a way to open a page, not a value on it."""
    places = {_name(path) for path in PRODUCT if re.search(r"\bst\.query_params|\bbind=", path.read_text("utf-8"))}
    assert places == {f"board/ui/parts/{name}.py" for name in ("filters", "links", "printing")}


def test_names_say_the_thing() -> None:
    vague = re.compile(r"(^|_)(told|said|stands|so_manieth)(_|$)", re.IGNORECASE)
    assert sorted({f"{_name(path)}: {name}" for path in PRODUCT for name in _names(path) if vague.search(name)}) == []


def test_a_docstring_begins_with_a_verb_or_a_noun() -> None:
    places = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [(path, node) for path in PRODUCT for node in ast.walk(_tree(path)) if isinstance(node, places)]
    asking = [_name(path) for path, node in nodes if (ast.get_docstring(node) or "").startswith("What")]
    assert len(asking) <= 20, asking
