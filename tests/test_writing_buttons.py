"""Every button whose press writes is one of `board/ui/parts/forms/once.py`: pressed often, it writes once."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
WRITES = {"write", "note", "change_file"}
CALLBACKS = {"on_click", "on_change", "on_select", "act"}
# Guard their own presses: who types fast sends the next line before the screen has followed; each row is another press.
OF_ITS_OWN = {"board.ui.evaluation.entry_keys._take", "board.ui.evaluation.suggestions._acted"}
Named = Callable[[ast.expr], str]


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in [*ROOT.glob("board/**/*.py"), *ROOT.glob("pages/*.py")]:
        yield ".".join(path.relative_to(ROOT).with_suffix("").parts), ast.parse(path.read_text("utf-8"))


def namer(module: str, tree: ast.Module) -> Named:
    """How a module's expressions are named: by where what they call was imported from."""
    imported = {
        alias.asname or alias.name: f"{each.module}.{alias.name}"
        for each in ast.walk(tree)
        if isinstance(each, ast.ImportFrom)
        for alias in each.names
    }

    def named(expression: ast.expr) -> str:
        if isinstance(expression, ast.Name):
            return imported.get(expression.id, f"{module}.{expression.id}")
        return f"{named(expression.value)}.{expression.attr}" if isinstance(expression, ast.Attribute) else ""

    return named


def calls_within(node: ast.AST, named: Named) -> set[str]:
    calls = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
    is_write = any(isinstance(call, ast.Attribute) and _is_write(call) for call in calls)
    return {named(call) for call in calls} | ({"a write"} if is_write else set())


def _is_write(call: ast.Attribute) -> bool:
    return call.attr in WRITES and ast.unparse(call.value).split(".")[-1] == "store"


def writing() -> set[str]:
    """Functions that write, themselves or by what they call."""
    calls: dict[str, set[str]] = defaultdict(set)
    for module, tree in trees():
        named = namer(module, tree)
        for each in ast.walk(tree):
            if isinstance(each, ast.FunctionDef):
                calls[f"{module}.{each.name}"] |= calls_within(each, named)
    writers = {"a write"}
    while more := {name for name, called in calls.items() if called & writers} - writers:
        writers |= more
    return writers


def pressed_plainly(tree: ast.Module, named: Named) -> Iterator[str]:
    """What Streamlit's own widgets call when they are pressed, and what is called where one says that it was."""
    for each in ast.walk(tree):
        if isinstance(each, ast.Call) and named(each.func) != "board.ui.parts.forms.once.once_button":
            for callback in (keyword.value for keyword in each.keywords if keyword.arg in CALLBACKS):
                yield from {named(callback)} | calls_within(callback, named)
        if isinstance(each, ast.If) and "button(" in ast.unparse(each.test):
            yield from (name for statement in each.body for name in calls_within(statement, named))


def test_a_button_that_writes_writes_once_however_often_it_is_pressed() -> None:
    writers = writing()
    plain = {
        name
        for module, tree in trees()
        if module.startswith(("board.ui.", "board.shell", "pages."))
        for name in pressed_plainly(tree, namer(module, tree))
    }
    assert len(writers) > 100
    assert (plain & writers) - OF_ITS_OWN == set()
