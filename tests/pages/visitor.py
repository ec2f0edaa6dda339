"""One person at one browser, as the tests of pages see them: which page is open, and what stands on the screen."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit.testing.v1.local_script_runner as runner
from google.protobuf import text_format  # type: ignore[import-untyped]
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, Dataframe, ElementTree, Markdown, parse_tree_from_messages
from streamlit.util import calc_hash

from board.access import Role
from board.navigation import NAVIGATION, file_of, is_listed
from board.words import ROLE

ROOT = Path(__file__).parent.parent.parent
SHELL = ROOT / "board" / "shell.py"
TITLES = {entry.subject: entry.title for entries in NAVIGATION.values() for entry in entries}
SUBJECTS = tuple(TITLES)
# Those of a school; the others are for whoever collects submissions.
LISTED = [entry.subject for entries in NAVIGATION.values() for entry in entries if is_listed(entry, collects=False)]

_COMPONENTS = BidiComponentManager()
_LONGEST = 30.0
CHART = "board_chart"
_FAULT = ":red[:material/error: "


def _keep(messages: list[ForwardMsg]) -> ElementTree:
    """Streamlit's reading of what a run sent, with what was sent kept beside it.

    A toast outlives the rerun that puts a dialog in its place, which Streamlit's reading stumbles over.
    """
    tree = parse_tree_from_messages([message for message in messages if not _is_toast(message)])
    tree.sent = list(messages)  # type: ignore[attr-defined]
    tree.files = Runtime.instance().media_file_mgr  # type: ignore[attr-defined]
    return tree


def _is_toast(message: ForwardMsg) -> bool:
    return message.delta.new_element.WhichOneof("type") == "toast"


def _wait(running: runner.LocalScriptRunner, timeout: float = 3) -> None:
    """Until the script has ended. Streamlit looks every millisecond, which costs a tenth of what the script does."""
    script = running._script_thread
    assert script
    script.join(timeout)
    if script.is_alive():
        running.request_stop()
        running.join()
        raise RuntimeError(f"The page took more than {timeout} s")


runner.parse_tree_from_messages = _keep  # type: ignore[attr-defined]
runner.require_widgets_deltas = _wait  # type: ignore[assignment]


def opened(subject: str, role: Role | None = None, /, **query: Any) -> AppTest:
    """A fresh browser that asks for a page's own URL; `role` is that of the demonstration's corner."""
    return opened_with({}, subject, role, **query)


def opened_with(state: Mapping[str, Any], subject: str, role: Role | None = None, /, **query: Any) -> AppTest:
    """The same with what was opened or ticked there before: the keys of widgets and dialogs."""
    at = _browser(SHELL)
    for key, value in {**state, **({"role": ROLE[role]} if role is not None else {})}.items():
        at.session_state[key] = value
    # AppTest opens the default page only; the browser names the page it asks for by this hash.
    at._page_hash = "" if subject == "overview" else calc_hash(subject)
    at.query_params.update(query)
    return at.run()


def opened_by_itself(subject: str) -> AppTest:
    """A page's file run without the shell, as Streamlit does where a folder `pages` stands beside its script."""
    return _browser(ROOT / file_of(subject)).run()


def _browser(script: Path) -> AppTest:
    at = AppTest.from_file(script, default_timeout=_LONGEST)
    # Each AppTest would look through every installed package for components; none changes while tests run.
    at._bidi_component_manager = _COMPONENTS
    return at


def turned_to(at: AppTest, subject: str) -> AppTest:
    """The same browser, another page."""
    return at.switch_page(str(ROOT / file_of(subject))).run()


def messages(at: AppTest) -> list[ForwardMsg]:
    """What the last run sent to the browser."""
    kept: list[ForwardMsg] = at._tree.sent  # type: ignore[attr-defined]
    return kept


def files_of(at: AppTest) -> Any:
    """What the last run laid ready to be downloaded: Streamlit's own store of files."""
    return at._tree.files  # type: ignore[attr-defined]


def offered(at: AppTest) -> list[str]:
    """The titles of the pages listed at the side, in order."""
    drawn = [message.delta.new_element.bidi_component for message in messages(at)]
    lists = [json.loads(each.json) for each in drawn if each.component_name == "board_pages"]
    return [page["title"] for section in lists[-1] for page in section["pages"]] if lists else []


def title(at: AppTest) -> str:
    """The heading of the page."""
    found = re.search(r"<h1>(.*?)</h1>", " ".join(at.html.values))
    return found.group(1) if found else ""


@dataclass(frozen=True)
class Table:
    """A table as the browser gets it. value: the cells under their columns' keys, figures as numbers, days as days.

    ids: what each row is known by. labels: the words above the columns. ticked: the ids that were ticked at first.
    """

    key: str
    name: str
    value: pd.DataFrame
    ids: list[str]
    labels: list[str]
    ticked: list[str] | None
    proto: Any
    data: dict[str, Any]


def tables(at: AppTest) -> list[Table]:
    """The tables on the screen, in their order, then those that are typed into."""
    protos = [each.proto for each in at._tree if each.type == "bidi_component"]
    read_only = [_table(proto) for proto in protos if proto.component_name == "board_table"]
    return [*read_only, *map(_editor, at.dataframe)]


def table(at: AppTest, key: str) -> Table:
    """The table of this key."""
    return next(each for each in tables(at) if each.key == key)


def _table(proto: Any) -> Table:
    (data,) = json.loads(proto.json)
    cells = list(zip(*(row["cells"] for row in data["rows"]), strict=True)) or [()] * len(data["columns"])
    columns = {column["key"]: _read(column["kind"], cells[at]) for at, column in enumerate(data["columns"])}
    key = proto.id.split("-", 2)[2]
    labels = [column["label"] for column in data["columns"]]
    ids = [row["id"] for row in data["rows"]]
    return Table(key, data["name"], pd.DataFrame(columns), ids, labels, data["ticked"], proto, data)


def _editor(editor: Dataframe) -> Table:
    """A table that is typed into, as Streamlit draws it: a column that was given no words has its name."""
    config = json.loads(editor.proto.columns or "{}")
    names = list(editor.proto.column_order) or [str(column) for column in editor.value.columns]
    labels = [str((config.get(name) or {}).get("label") or name) for name in names]
    data = {"columns": [{"label": label, "help": ""} for label in labels], "rows": [], "words": {}}
    return Table(str(editor.key), editor.proto.alt, editor.value, [], labels, None, editor.proto, data)


def _read(kind: str, cells: Sequence[Any]) -> pd.Series:
    """A column's cells as what they say."""
    texts = pd.Series(list(cells), dtype=object)
    if kind == "day":
        return pd.to_datetime(texts.replace({"": None, "—": None}))
    if kind in {"number", "percent"} and all(re.fullmatch(r"-?[\d,.]+%?", str(each)) for each in cells):
        return pd.to_numeric(texts.str.replace(r"[,%]", "", regex=True))
    return texts


@dataclass(frozen=True)
class Chart:
    """A chart as the browser gets it: its figure, the words for who can't see it, whether its points can be clicked."""

    key: str
    figure: dict[str, Any]
    alt: str
    leads: bool


def charts(at: AppTest) -> list[Chart]:
    """The charts on the screen, in their order, drawn by our element or by Streamlit's."""
    found = [(each.type, each.proto) for each in at._tree if each.type in {"bidi_component", "plotly_chart"}]
    return [
        _plain_chart(proto) if kind == "plotly_chart" else _chart(proto)
        for kind, proto in found
        if kind == "plotly_chart" or proto.component_name == CHART
    ]


def chart(at: AppTest, key: str) -> Chart:
    """The chart of this key."""
    return next(each for each in charts(at) if each.key == key)


def _chart(proto: Any) -> Chart:
    data = json.loads(proto.json)
    return Chart(proto.id.split("-", 2)[2], json.loads(data["figure"]), data["alt"], data["leads"])


def _plain_chart(proto: Any) -> Chart:
    """A chart of Streamlit's: after each click it is another element, with the next number in its key."""
    key = re.sub(r"_\d+$", "", proto.id.split("-", 2)[2])
    return Chart(key, json.loads(proto.spec), proto.alt, bool(proto.selection_mode))


def sent(at: AppTest) -> str:
    """Everything the last run sent to the browser as text, tables and charts read out."""
    return "\n".join(_text(message) for message in messages(at)) + "\n" + "\n".join(_tables(at))


def _text(message: ForwardMsg) -> str:
    element = message.delta.new_element
    if element.WhichOneof("type") == "bidi_component":
        return _shown(element.bidi_component)
    text: str = text_format.MessageToString(message, as_utf8=True)
    return text


def _shown(component: Any) -> str:
    """What an element of our own is handed, but for its code and its looks."""
    kept = type(component)()
    kept.CopyFrom(component)
    for code in ("js_content", "css_content", "html_content", "json"):
        kept.ClearField(code)
    text = _data_of(component) if component.json else ""
    return f"{text_format.MessageToString(kept, as_utf8=True)}\n{text}"


def _data_of(component: Any) -> str:
    data = json.loads(component.json)
    if component.component_name == CHART:
        data["figure"] = json.loads(data["figure"])
    return json.dumps(data, ensure_ascii=False)


def _tables(at: AppTest) -> Iterator[str]:
    for each in tables(at):
        yield each.value.to_csv()


def sentences_on(at: AppTest) -> str:
    """The sentences on the screen: headings, text, notices, labels of figures."""
    kinds = (
        at.title,
        at.header,
        at.subheader,
        at.markdown,
        at.caption,
        at.text,
        at.info,
        at.warning,
        at.error,
        at.success,
    )
    texts = [*(str(each.value) for kind in kinds for each in kind), *(each["label"] for each in figures(at))]
    return "\n".join([*filter(None, [answer(at).strip()]), *texts])


def answer(at: AppTest) -> str:
    """The sentence at the top with which the page answers its question, and what stands below it in smaller type."""
    return "\n".join("".join(each["text"] for each in _answer(at)[name]) for name in ("words", "more"))


def answer_links(at: AppTest) -> dict[str, str]:
    """What may be clicked in the sentence at the top by where it leads."""
    told = _answer(at)
    return {each["address"]: each["text"] for name in ("words", "more") for each in told[name] if each["address"]}


def _answer(at: AppTest) -> dict[str, list[dict[str, Any]]]:
    found = [each.proto.json for each in at.get("bidi_component") if str(each.key).startswith("answer_")]
    held: dict[str, list[dict[str, Any]]] = json.loads(found[0])[0] if found else {"words": [], "more": []}
    return held


def ids(at: AppTest, key: str) -> list[str]:
    """The first column of a table, in the order shown; nothing where the table isn't there."""
    found = [each for each in tables(at) if each.key == key]
    return [str(value) for value in found[0].value.iloc[:, 0]] if found else []


def figures(at: AppTest) -> list[dict[str, str]]:
    """The figures at the top: label, value, change, tone, sign, note, meaning, address ("" where it leads nowhere)."""
    shown = [each.proto.json for each in at.get("bidi_component") if str(each.key).startswith("figures_")]
    return list(json.loads(shown[0])) if shown else []


def figure(at: AppTest, label: str, part: str = "value") -> str:
    """A figure's number, or another part of it, as shown."""
    return next(each[part] for each in figures(at) if each["label"] == label)


def buttons(at: AppTest) -> Sequence[str]:
    """The words on all buttons."""
    return [each.label for each in (*at.button, *at.download_button)]


def sheet(at: AppTest) -> str | None:
    """The title of the dialog that stands open, if one does."""
    open_now = [block.proto.dialog.title for block in at._tree if block.type == "dialog" and block.proto.dialog.is_open]
    return str(open_now[0]) if open_now else None


def notices(at: AppTest) -> Sequence[str]:
    """What the page said in passing: what two runs in a row put in one place a browser shows once."""
    toasts = [message for message in messages(at) if _is_toast(message)]
    return list({str(each.metadata.delta_path): each.delta.new_element.toast.body for each in toasts}.values())


def filled(at: AppTest, form: str, **values: Any) -> AppTest:
    """Type into the fields of a form."""
    for name, value in values.items():
        at.get_by_key(f"{form}.{name}").set_value(value)  # type: ignore[union-attr]
    return at


def saved(at: AppTest, form: str) -> AppTest:
    """Press a form's button."""
    return once_button(at, f"{form}.button").click().run()


def once_button(at: AppTest, key: str) -> Button:
    """A button that writes: after each press that was carried out it is another widget."""
    (found,) = (each for each in at.button if re.fullmatch(rf"{re.escape(key)}(/\d+)?", str(each.key)))
    return found


def typed(at: AppTest, form: str, *names: str) -> list[Any]:
    """What stands in the fields of a form."""
    return [at.get_by_key(f"{form}.{name}").value for name in names]  # type: ignore[union-attr]


def faults(at: AppTest) -> list[str]:
    """What is said to be wrong under fields, each after the label of its field: `收到日期：收到日期不能晚于今天`."""
    found, label = [], ""
    for each in at._tree:
        label = getattr(each, "label", None) or label
        if isinstance(each, Markdown) and each.value.startswith(_FAULT):
            found.append(f"{label}：{each.value.removeprefix(_FAULT).removesuffix(']')}")
    return found
