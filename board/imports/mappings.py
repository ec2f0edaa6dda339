"""数据导入: the clerk's choices for files of a shape, kept for the next file of that shape."""

import json
from collections.abc import Mapping
from typing import Any

from board import access, clock
from board.access import Actor
from board.errors import BoardError
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed

_LONGEST = 100_000


def mapping(store: Store, activity_id: str, shape: str) -> dict[str, Any]:
    """The saved choices for files of a shape (`Checked.shape`); empty if there are none."""
    found = store.rows("imports/mapping", activity_id=activity_id, shape=shape)
    return dict(json.loads(found[0]["mapping"])) if found else {}


def save_mapping(store: Store, actor: Actor, activity_id: str, shape: str, mapping: Mapping[str, Any]) -> None:
    """Saves the choices for files of a shape, replacing earlier ones; an empty mapping deletes them.

    mapping: fields of `Choices` that hold for every such file (columns, answers, groups, layout, numbers), as plain
    values that JSON holds. Raises Refused without `imports.run`, BoardError if they are too long to keep.
    """
    access.require(actor, "imports.run")
    text = json.dumps({name: _plain(value) for name, value in mapping.items() if value}, ensure_ascii=False)
    if len(text) > _LONGEST:
        raise BoardError("记不住这么多对应关系", "这个文件要记的列和词太多。", "这次照样可以导入，下次请再选一遍。")
    row = {"activity_id": activity_id, "shape": shape, "mapping": text, "saved_at": clock.now()}

    def work(transaction: Transaction) -> None:
        transaction.run("imports/delete_mapping", activity_id=activity_id, shape=shape)
        transaction.insert("imports/insert_mapping", [row] if text != "{}" else [])

    store.write(work, Deed("imports.keep_mapping", actor))


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value
