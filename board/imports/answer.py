"""数据导入 in one sentence: whether the imports are counted, and which came last; a file in one. Pure."""

import pandas as pd

from board.answer import Answer, Words, answer, part
from board.importing.checked import Checked
from board.importing.ledgers.kinds import KINDS
from board.words import IMPORT_STATUS


def imports_answer(history: pd.DataFrame) -> Answer:
    """Takes the imports, the newest first (`imports.history.history`)."""
    if history.empty:
        return answer(["还没有导入过文件"])
    counts = history["status"].value_counts()
    every = int(counts.get("active", 0)) == len(history)
    states = "，".join(f"{counts[code]} 次{word}" for code, word in IMPORT_STATUS.items() if code in counts)
    lead = f"导入过 {len(history)} 次，都已计入" if every else f"导入过 {len(history)} 次：{states}"
    return answer([lead, "；", *_last(history.iloc[0])])


def _last(row: pd.Series) -> list[Words]:
    kind = KINDS.get(row["subject"])
    brought = f"{row['row_count']:,} {kind.unit}" if kind else f"评议表 {row['row_count']:,} 张"
    known = f"，略过 {row['known_count']:,} 张以前导入过的" if row["known_count"] else ""
    state = "" if row["status"] == "active" else f"，{IMPORT_STATUS[row['status']]}"
    opens = part(row["import_id"], "imports", **{"import": row["import_id"]})
    text = f"（{row['imported_at']:%m-%d %H:%M}，{row['file_name']}）{brought}{known}{state}"
    return ["最近一次 ", opens, text]


def file_words(checked: Checked) -> str:
    """The ballots of a file and the cells left to mend: 24 张 · 3 处要改."""
    if checked.error_count:
        unit = "行票数" if checked.layout == "tally" else "张"
        return f"{checked.row_count:,} {unit} · {checked.error_count:,} 处要改"
    counts = checked.tally_ballots["ballot_count"].to_pylist() if checked.layout == "tally" else []
    count = sum(counts) if counts else checked.ballots.num_rows
    look = f" · {checked.problem_count:,} 处请核对" if checked.problem_count else ""
    return f"{count:,} 张 · 没有要改的{look}"
