"""The example's files: made again they are the same, and they read true."""

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from board.activity.plan.reading import load_plan, shipped_plans
from board.example.samples import SAMPLES


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("samples_make", SAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(make: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    make.make(folder)
    return folder


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def ballots(round_id: str) -> list[dict[str, str]]:
    return [row for way in ("paper", "online") for row in rows(f"ballots-{round_id}-{way}.csv")]


def test_made_again_every_file_is_the_same_to_the_byte(made: Path) -> None:
    kept = {path.name: path.read_bytes() for path in SAMPLES.glob("*.csv")}
    again = {path.name: path.read_bytes() for path in made.glob("*.csv")}
    assert again == kept


@pytest.mark.parametrize("round_id", ["E1", "E2"])
def test_a_round_has_about_180_ballots_with_blanks_void_ones_and_some_who_cannot_tell(round_id: str) -> None:
    given = ballots(round_id)
    labels = [criterion.label for criterion in load_plan(shipped_plans()["analysis-stage"]).criteria]
    cells = [row[label] for row in given for label in labels]
    assert 175 <= len(given) <= 185
    assert 2 <= sum(row["是否废票"] == "是" for row in given) <= 6
    assert 0.01 < cells.count("") / len(cells) < 0.05
    assert 0.02 < cells.count("不了解") / len(cells) < 0.10


def test_no_more_forms_came_back_than_were_given_out_late_ones_included() -> None:
    given_out = {(row["round_id"], row["group_label"], row["way"]): int(row["given_out"]) for row in rows("forms.csv")}
    ways = {"纸质": "paper", "网上": "online"}
    for (round_id, group, way), count in given_out.items():
        everything = ballots(round_id) + (rows("ballots-E2-late.csv") if round_id == "E2" else [])
        came = sum(row["参评人员类别"] == group and ways[row["参评方式"]] == way for row in everything)
        assert 0 < came <= count


def test_one_group_of_the_second_round_is_too_small_to_be_shown() -> None:
    by_group: dict[str, int] = {}
    for row in ballots("E2"):
        by_group[row["参评人员类别"]] = by_group.get(row["参评人员类别"], 0) + 1
    assert [group for group, count in by_group.items() if count < 5] == ["普通群众"]


def good_rate(round_id: str, label: str) -> float:
    plan = load_plan(shipped_plans()["analysis-stage"])
    criterion = next(each for each in plan.criteria if each.label == label)
    said = [row[label] for row in ballots(round_id) if row["是否废票"] != "是" and row[label] in criterion.answers]
    return sum(answer in criterion.answers[: plan.scale.good] for answer in said) / len(said)


def test_the_second_round_is_better_in_everything_and_one_criterion_is_still_weak() -> None:
    labels = [criterion.label for criterion in load_plan(shipped_plans()["analysis-stage"]).criteria]
    earlier = {label: good_rate("E1", label) for label in labels}
    later = {label: good_rate("E2", label) for label in labels}
    assert all(later[label] > earlier[label] for label in labels)
    assert [label for label in labels if later[label] < 0.75] == ["原因分析透不透"]


def test_no_two_people_say_the_same() -> None:
    said = [row["content"] for row in rows("opinions.csv")]
    said += [row["意见和建议"] for name in ("E1", "E2") for row in ballots(name) if row["意见和建议"]]
    assert len(said) == len(set(said))
    assert len(said) > 90
