"""An export in open formats, read by pandas: the tables of one activity, as they stood at the end of a day."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

# Ledgers with a history: what a record is known by, and where its events stand.
HISTORIES = {
    "tasks": ("task_id", "task_events"),
    "opinions": ("opinion_id", "opinion_events"),
    "sheets": ("sheet_id", "feedback_sheet_events"),
    "talks": ("talk_id", "talk_events"),
    "studies": ("study_id", "study_events"),
    "outlines": ("outline_id", "outline_events"),
    "criticisms": ("criticism_id", "criticism_events"),
    "meeting_records": ("meeting_id", "meeting_record_events"),
    "problems": ("problem_id", "problem_events"),
    "items": ("item_id", "rectification_events"),
    "versions": ("version_id", "report_version_events"),
    "sections": ("section_id", "report_section_events"),
    "hearings": ("hearing_id", "report_hearing_events"),
    "points": ("point_id", "report_point_events"),
    "publications": ("publication_id", "publication_events"),
    "papers": ("paper_id", "paper_events"),
    "sittings": ("sitting_id", "sitting_events"),
    "decisions": ("decision_id", "decision_events"),
}

# Tables that keep no history → what is copied together with them before it changes.
SUBJECTS = {"meetings": "meetings", "task_dependencies": "orders", "rounds": "rounds", "round_forms": "rounds"}


@dataclass(frozen=True)
class Export:
    """The tables of one activity, by name."""

    tables: dict[str, pd.DataFrame]
    _states: dict[tuple[str, date], pd.DataFrame] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """A table as it stands today."""
        return self.tables[name]

    def state(self, name: str, day: date) -> pd.DataFrame:
        """The records of a ledger with a history as they stood at the end of a day: the last event of each up to it.

        Those that were taken out by then are left out.
        """
        if (name, day) not in self._states:
            self._states[name, day] = self._state(name, day)
        return self._states[name, day].copy()

    def _state(self, name: str, day: date) -> pd.DataFrame:
        key, events = HISTORIES[name]
        known = self.tables[events]
        known = known[known["happened_at"] < _end(day)].sort_values("seq")
        last = known.drop_duplicates(key, keep="last").sort_values(key).set_index(key, drop=False)
        return last[~last["is_removed"].astype(bool)] if "is_removed" in last else last

    def first_and_last(self, name: str) -> tuple[pd.Series, pd.DataFrame]:
        """When each record of a ledger was entered, and the records that are in it by now."""
        key, events = HISTORIES[name]
        known = self.tables[events].sort_values("seq")
        last = known.drop_duplicates(key, keep="last").set_index(key, drop=False)
        return known.groupby(key)["happened_at"].min(), last[~last["is_removed"].astype(bool)]

    def ever(self, name: str, since: date, day: date) -> set[str]:
        """The records of a ledger that were in it at some moment after the end of a day, up to that of another."""
        key, events = HISTORIES[name]
        rows = self.tables[events]
        rows = rows[(rows["happened_at"] >= _end(since)) & (rows["happened_at"] < _end(day))]
        return set(rows.loc[~rows["is_removed"].astype(bool), key])

    def known(self, name: str, day: date) -> pd.DataFrame:
        """A table without a history as it stood at the end of a day: the first copy made since, or the table itself."""
        copies = self.tables["past_days"]
        made = copies[(copies["subject"] == SUBJECTS[name]) & copies["last_on"].map(lambda on: on >= day).astype(bool)]
        if made.empty:
            return self.tables[name]
        rows = self.tables[f"past_{name}"]
        copied: pd.DataFrame = rows[rows["last_on"] == made["last_on"].min()]
        return copied

    def entered(self, rows: pd.DataFrame, day: date) -> pd.Series:
        """Whether the file that each row came in with had been imported by the end of a day, and counted then.

        What came without a file was entered when it was cast.
        """
        imports, end = self.tables["imports"], _end(day)
        undone = imports["undone_at"].map(lambda at: pd.notna(at) and at < end).astype(bool)
        replaced = (
            imports["replaced_by"]
            .map(imports.set_index("import_id")["imported_at"].to_dict())
            .map(lambda at: pd.notna(at) and at < end)
            .astype(bool)
        )
        there = imports.loc[(imports["imported_at"] < end) & ~undone & ~replaced, "import_id"]
        return rows["import_id"].isna() | rows["import_id"].isin(there)

    def removed_count(self, name: str, day: date) -> int:
        """How many records of a ledger had been taken out at the end of a day."""
        key, events = HISTORIES[name]
        known = self.tables[events]
        last = known[known["happened_at"] < _end(day)].sort_values("seq").drop_duplicates(key, keep="last")
        return int(last["is_removed"].astype(bool).sum())

    def links(self, name: str, day: date) -> pd.DataFrame:
        """The links of a table that held at the end of a day."""
        rows = self.tables[name]
        return rows[(rows["linked_at"] < _end(day)) & ~(rows["unlinked_at"] < _end(day))]

    def attendance(self, day: date) -> pd.DataFrame:
        """Who was noted as what at which meeting, as it stood at the end of a day."""
        rows = self.tables["meeting_attendance"]
        return rows[(rows["noted_at"] < _end(day)) & ~(rows["replaced_at"] < _end(day))]

    def members(self) -> pd.DataFrame:
        """The leading group, in the order of the plan."""
        people = self.tables["people"]
        return people[people["is_member"]].sort_values("position").set_index("person_id", drop=False)

    def names(self) -> dict[str, str]:
        """The ids of people → what they are called."""
        people = self.tables["people"]
        return dict(zip(people["person_id"], people["name"], strict=True))

    def terms(self, kind: str, *, required: bool = False) -> list[str]:
        """The words of a kind that the activity may choose from, in order; or those that the plan demands."""
        rows = self.tables["terms"]
        rows = rows[(rows["kind"] == kind) & (rows["required"] if required else True)]
        return list(rows.sort_values("position")["label"])


def _end(day: date) -> pd.Timestamp:
    """The first moment that a day no longer knows of."""
    return pd.Timestamp(day) + pd.Timedelta(days=1)


def read(path: Path, activity_id: str | None = None) -> Export:
    """Read the Parquet files of an export, a zip or its folder; of the activity that began last, or of a named one."""
    tables = dict(_zipped(path) if path.is_file() else _unpacked(path))
    activities = tables["activities"].sort_values("start_on")
    chosen = activity_id or activities["activity_id"].iloc[-1]
    return Export(
        {name: rows[rows["activity_id"] == chosen] if "activity_id" in rows else rows for name, rows in tables.items()}
    )


def _zipped(path: Path) -> list[tuple[str, pd.DataFrame]]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".parquet")]
        return [(Path(name).stem, _plain(pd.read_parquet(io.BytesIO(archive.read(name))))) for name in names]


def _unpacked(folder: Path) -> list[tuple[str, pd.DataFrame]]:
    return [(file.stem, _plain(pd.read_parquet(file))) for file in sorted(folder.glob("**/*.parquet"))]


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with moments as moments and days as days; None where there is none."""
    for name in rows.columns:
        if name.endswith("_at"):
            rows[name] = pd.to_datetime(rows[name])
        elif name.endswith("_on") and name != "based_on":
            found = [None if pd.isna(each) else pd.Timestamp(each).date() for each in rows[name]]
            rows[name] = pd.Series(found, index=rows.index, dtype=object)
    return rows
