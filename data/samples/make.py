"""Rewrites the example's CSV files from what stands in `written/` and the plan: `python data/samples/make.py`.

What people say and do is written by hand; what is a matter of chance (the day an opinion came in, how a ballot was
ticked) is drawn with a fixed seed: the same files come out every time. Days count from the day the example is loaded.
"""

import csv
import random
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WRITTEN = HERE / "written"
PLAN = HERE.parent / "plans" / "analysis-stage.toml"

Row = dict[str, Any]

_RECEIVED = {"early": (-20, -18), "mid": (-14, -11), "late": (-5, -2)}
# The first wave is fed back when the plan's step for it is done.
_FED_BACK_BY = {"early": -15, "mid": -7, "late": -1}
# Slips were put down under the wrong channel or giver, until somebody looked through the register.
_MENDED = -6
_OWNERS_ACTIONS = {"start", "report", "submit"}
_LEADERS_ACTIONS = {"send_back", "close", "reopen"}
_STORY_COLUMNS = (
    *("day", "action", "by", "percent", "progress", "proof", "people_view", "due_day", "kind", "leader_id", "reason"),
)
_WAYS = {"paper": "纸质", "online": "网上"}
_BLANK_CHANCE = 0.025
_WRITES_CHANCE = 0.15
# A shift bends chance towards the better or the worse answers, and leaves the middle ones their share.
_PULL = 2.8
_STRONGEST = 0.2
# Each group judges in its own mood, and parents more often can't tell.
_MOODS = {"党员": 0.05, "教职工": -0.04, "家长": 0.0, "普通群众": -0.02}
# What the report's text calls the opinions of each.
_GIVERS = {"教职工": "staff", "家长": "parents", "普通群众": "public", "党员": "party", "学生": "pupils"}
_CANNOT_TELL = {"家长": 0.05, "普通群众": 0.05}


def make(folder: Path = HERE) -> None:
    """Write every file of the example into a folder."""
    plan = _toml(PLAN)
    school = _toml(WRITTEN / "school.toml")
    items = _toml(WRITTEN / "items.toml")["items"]
    heard = opinions(random.Random(20), _names(plan))
    _write(folder / "opinions.csv", heard)
    sheets = list(_sheets(heard, _names(plan)))
    _write(folder / "feedback_sheets.csv", [sheet for sheet, _ in sheets])
    _write(folder / "feedback_sheet_opinions.csv", [row for _, rows in sheets for row in rows])
    _write(folder / "items.csv", [_item(number, item) for number, item in enumerate(items, start=1)])
    _write(folder / "item_events.csv", [row for n, item in enumerate(items, start=1) for row in _events(n, item)])
    _write(folder / "item_opinions.csv", list(_links(items)))
    _write(folder / "activity.csv", [{"plan": PLAN.stem, "start_day": school["start_day"]}])
    _write(folder / "meetings.csv", [_meeting(n, each) for n, each in enumerate(school["meetings"], start=1)])
    published = enumerate(school["publications"], start=1)
    _write(folder / "publications.csv", [_publication(number, each) for number, each in published])
    _write(folder / "task_events.csv", list(_progress(school["progress"])))
    _write(folder / "rounds.csv", [_round(each) for each in school["rounds"]])
    _write(folder / "forms.csv", list(_forms(school["rounds"])))
    _write(folder / "ballot_files.csv", [_ballot_file(each, way) for each in school["rounds"] for way in _WAYS])
    for each in school["rounds"]:
        _write_ballots(folder, plan, each)
    for name, rows in told_of_the_meeting(_toml(WRITTEN / "meeting.toml")).items():
        _write(folder / f"{name}.csv", rows)
    sitting = _toml(WRITTEN / "sittings.toml")["sitting"]
    _write(folder / "sittings.csv", [_sitting(sitting)])
    _write(folder / "decisions.csv", [_decision(n, each, sitting) for n, each in enumerate(sitting["decisions"], 1)])
    papers = enumerate(_toml(WRITTEN / "papers.toml")["papers"], start=1)
    _write(folder / "paper_versions.csv", [row for number, each in papers for row in _paper(number, each)])
    for name, rows in told_in_the_report(_toml(WRITTEN / "report.toml"), folder).items():  # counts the others
        _write(folder / f"{name}.csv", rows)


def _paper(number: int, written: Row) -> Iterator[Row]:
    """The versions of a paper, one row each, with what the clerk wrote."""
    for place, day in enumerate(written["on"]):
        texts = {name: written[name][place] for name in ("opening", "contact") if name in written}
        about = {"paper_id": f"Q-{number:03d}", "kind": written["kind"], "day": day}
        yield {**about, "number_no": written.get("number", ""), "opening": "", "contact": "", **texts}


def _sitting(written: Row) -> Row:
    return {
        "sitting_id": written["id"],
        "day": written["day"],
        "meeting_id": written["meeting"],
        "audience": written["audience"],
        "title": written["title"],
        "lines": "\n".join(written["lines"]),
        "minutes": written["minutes"].strip(),
    }


def _decision(number: int, written: Row, sitting: Row) -> Row:
    return {
        "decision_id": f"D-{number:03d}",
        "sitting_id": sitting["id"],
        "day": sitting["day"],
        "kind": written["kind"],
        "item_id": written.get("item", ""),
        "content": written["text"],
    }


def told_in_the_report(written: Row, folder: Path) -> dict[str, list[Row]]:
    """The versions of the report, what stands in them, and who was heard on them, by file; figures counted in."""
    made = {name: _rows(folder, name) for name in ("opinions", "items", "item_events", "forms", "meetings", "problems")}
    made |= {name: _rows(folder, name) for name in ("talks", "outlines", "ballots-E1-paper", "ballots-E1-online")}
    versions = [(f"B{number}", each) for number, each in enumerate(written["versions"], start=1)]
    hearings = [(f"H-{number:03d}", each) for number, each in enumerate(written["hearings"], start=1)]
    points = [(hearing_id, each, point) for hearing_id, each in hearings for point in each["points"]]
    return {
        "report_versions": [
            {"version_id": version_id, "day": each["day"], "stage": each["stage"], "note": each["note"]}
            for version_id, each in versions
        ],
        "report_sections": [
            {"version_id": version_id, "section": section, "content": _counted_in(text, made, each["day"])}
            for version_id, each in versions
            for section, text in each["sections"].items()
        ],
        "report_problems": [
            {"section": each["section"], "problem_id": problem_id}
            for each in written["problems"]
            for problem_id in each["ids"]
        ],
        "report_changes": [
            {"criterion_id": each["criterion"], "version_id": each["version"], "section": each["section"]}
            for each in written["changes"]
        ],
        "report_hearings": [
            {
                "hearing_id": hearing_id,
                "day": each["day"],
                "version_id": each["version"],
                "group_label": each["group"],
                "way": each["way"],
                "held_day": each["day"],
                "heard_count": each["heard"],
            }
            for hearing_id, each in hearings
        ],
        "report_points": [
            {
                "point_id": f"D-{number:03d}",
                "day": each["day"],
                "hearing_id": hearing_id,
                "section": point["section"],
                "content": point["content"],
                "handling": point.get("handling", ""),
                "handled_in": point.get("handled_in", ""),
                "reason": point.get("reason", ""),
                "answered_day": point.get("answered", ""),
            }
            for number, (hearing_id, each, point) in enumerate(points, start=1)
        ],
    }


def _counted_in(text: str, made: Mapping[str, list[Row]], day: int) -> str:
    """A section's text with what was counted on a day in its braces."""
    opinions = [row for row in made["opinions"] if int(row["received_day"]) <= day]
    by_giver = {giver: sum(row["giver"] == giver for row in opinions) for giver in _GIVERS}
    items = {row["item_id"]: row["kind"] for row in made["items"] if int(row["found_day"]) <= day}
    status = {row["item_id"]: row["action"] for row in made["item_events"] if int(row["day"]) <= day}
    counts = {name: by_giver[giver] for giver, name in _GIVERS.items()}
    counts |= {kind: sum(each == kind for each in items.values()) for kind in ("immediate", "dated", "deferred")}
    forums = [row for row in made["meetings"] if row["kind"] == "座谈会" and int(row["held_day"]) <= day]
    given_out = [int(row["given_out"]) for row in made["forms"] if row["round_id"] == "E1"]
    counts |= {
        "opinions": len(opinions),
        "forums": len(forums),
        "problems": sum(int(row["found_day"]) <= day for row in made["problems"]),
        "items_wrong": len(items) + 6,
        "closed": sum(action == "close" for action in status.values()),
        "talks": sum(int(row["held_day"]) <= day and not row["removed_day"] for row in made["talks"]),
        "outlines": len({row["member_id"] for row in made["outlines"]}),
        "given_out": sum(given_out),
        "returned": len(made["ballots-E1-paper"]) + len(made["ballots-E1-online"]),
    }
    return text.strip().format_map(counts)


def _rows(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def told_of_the_meeting(written: Row) -> dict[str, list[Row]]:
    """The talks, the papers, the meeting and its problems, by file; ids in the order they were put down."""
    told = sorted(written["talks"], key=lambda each: each["day"])
    talks = [row for each in told for row in _talks(each, written["late_book"])]
    outlines = [{"member_id": each["member"], **row} for each in written["outlines"] for row in _findings(each)]
    meeting, problems = written["meeting"], written["problems"]
    talks = [{"talk_id": f"K-{number:03d}", **row} for number, row in enumerate(talks, start=1)]
    outlines = [{"outline_id": f"G-{number:03d}", **row} for number, row in enumerate(outlines, start=1)]
    studies = [(f"C-{number:03d}", each) for number, each in enumerate(written["studies"], start=1)]
    cells = {tuple(cell): study_id for study_id, each in studies for cell in each.get("findings", [])}
    outlines = [{**row, "study_id": cells.get((row["member_id"], row["mirror"]), "")} for row in outlines]
    numbered = [(f"W-{number:03d}", problem) for number, problem in enumerate(problems, start=1)]
    came_of = [
        {"opinion_id": opinion_id, "talk_id": row["talk_id"], "day": row["day"]}
        for row in talks
        for opinion_id in row.pop("opinions")
    ]
    return {
        "studies": [
            {
                "study_id": study_id,
                "day": each["day"],
                "found_day": each["found_day"],
                "topic": each["topic"],
                "content": each["text"],
            }
            for study_id, each in studies
        ],
        "talks": talks,
        "talk_opinions": came_of,
        "outlines": outlines,
        "meeting_records": [_record(each) for each in (*written["forums"], meeting)],
        "meeting_attendance": [
            {"meeting_id": each["id"], "person_id": person_id, "presence": presence}
            for each in (*written["forums"], meeting)
            for presence in ("present", "excused")
            for person_id in each.get(presence, [])
        ],
        "criticisms": [_criticism(number, each, meeting) for number, each in enumerate(meeting["criticisms"], start=1)],
        "problems": [_problem(problem_id, problem, meeting) for problem_id, problem in numbered],
        "problem_sources": [
            row for problem_id, problem in numbered for row in _sources(problem_id, problem, meeting, outlines)
        ],
        "problem_items": [
            {"problem_id": problem_id, "item_id": item_id, "day": _noted(problem, meeting) + 1}
            for problem_id, problem in numbered
            for item_id in problem.get("items", [])
        ],
    }


def _talks(written: Row, late: Row) -> Iterator[Row]:
    for other in written["with"]:
        is_late = late["member"] in {written["member"], other}
        yield {
            "day": late["noted_day"] if is_late else written["day"],
            "removed_day": written.get("removed_day", ""),
            "held_day": written["day"],
            "member_id": written["member"],
            "with_kind": "member" if other.startswith("M") else "partner",
            "with_id": other,
            "views_exchanged": "yes" if written.get("views_exchanged", True) else "no",
            "opinions": written.get("opinions", []),
        }


def _findings(written: Row) -> Iterator[Row]:
    for finding in written["findings"]:
        yield {
            "day": written.get("noted_day", written["day"]),
            "removed_day": finding.get("removed_day", ""),
            "written_day": written["day"],
            "mirror": finding["mirror"],
            "aspect": finding["aspect"],
            "duty": finding.get("duty", ""),
            "content": finding["text"],
        }


def _record(meeting: Row) -> Row:
    return {
        "meeting_id": meeting["id"],
        "day": meeting["noted_day"],
        "theme_stated": "yes" if meeting.get("theme_stated") else "no",
        "came_count": meeting.get("came", ""),
        "came_from": meeting.get("from", ""),
        "minutes": meeting["minutes"].strip(),
    }


def _criticism(number: int, written: Row, meeting: Row) -> Row:
    return {
        "criticism_id": f"P-{number:03d}",
        "day": meeting["day"],
        "removed_day": written.get("removed_day", ""),
        "meeting_id": meeting["id"],
        "critic_id": written["by"],
        "target_id": written["of"],
        "aspect": written["aspect"],
        "concern": written.get("concern", ""),
        "content": written["text"],
        "cause": written.get("cause", ""),
        "suggestion": written.get("advice", ""),
    }


def _problem(problem_id: str, written: Row, meeting: Row) -> Row:
    return {
        "problem_id": problem_id,
        "day": _noted(written, meeting),
        "found_day": written["day"],
        "meeting_id": meeting["id"] if written.get("at_meeting") else "",
        "about": "member" if "member" in written else "group",
        "member_id": written.get("member", ""),
        "aspect": written["aspect"],
        "concern": written.get("concern", ""),
        "content": written["text"],
        "objective_cause": written["objective"],
        "subjective_cause": written["subjective"],
        "solve_now": "yes" if written.get("solve_now") else "no",
        "report_section": written["section"],
    }


def _noted(problem: Row, meeting: Row) -> int:
    """The day on which a problem was put down: those of the meeting with its minutes."""
    return int(meeting["noted_day"] if problem.get("at_meeting") else problem["noted_day"])


def _sources(problem_id: str, written: Row, meeting: Row, outlines: list[Row]) -> Iterator[Row]:
    linked = {"problem_id": problem_id, "day": _noted(written, meeting)}
    for opinion_id in written.get("opinions", []):
        yield {**linked, "source_kind": "opinion", "source_id": opinion_id}
    for study_id in written.get("studies", []):
        yield {**linked, "source_kind": "study", "source_id": study_id}
    for member_id, mirror in written.get("findings", []):
        for row in outlines:
            if (row["member_id"], row["mirror"]) == (member_id, mirror):
                yield {**linked, "source_kind": "outline", "source_id": row["outline_id"]}


def opinions(chance: random.Random, names: Mapping[str, str]) -> list[Row]:
    """One row per opinion, with the days on which it was received, sorted and fed back."""
    with (WRITTEN / "opinions.csv").open(encoding="utf-8", newline="") as file:
        return [_opinion(number, row, chance, names) for number, row in enumerate(csv.DictReader(file), start=1)]


def _opinion(number: int, written: Row, chance: random.Random, names: Mapping[str, str]) -> Row:
    received = _between(chance, *_RECEIVED[written["when"]])
    registered = int(written["registered"] or received)
    sorted_day = min(max(received, registered) + _between(chance, 1, 2), -1)
    fed_back_day = _FED_BACK_BY[written["when"]]
    answered_day = fed_back_day + _between(chance, 1, 2)
    life, _, main = written["life"].partition(" ")
    is_sorted, is_fed_back = life != "received", life == "fed_back"
    return {
        "opinion_id": f"O-{number:03d}",
        "day": registered,
        "received_day": received,
        "channel": written["channel"],
        "giver": written["giver"],
        "about": "member" if written["member_id"] else "group",
        "member_id": written["member_id"],
        "aspect": written["aspect"] if is_sorted else "",
        "theme": written["theme"] if is_sorted else "",
        "content": written["content"],
        "sorted_day": sorted_day if is_sorted else "",
        "fed_back_day": fed_back_day if is_fed_back else "",
        "fed_back_to": names.get(written["member_id"], "领导班子") if is_fed_back else "",
        "merged_into": main,
        "wording": written["wording"] if is_sorted else "",
        "answered_day": answered_day if written["answer"] else "",
        "response": written["response"],
        "answer": written["answer"],
        "first_channel": written["first_channel"],
        "first_giver": written["first_giver"],
        "mended_day": _MENDED if written["first_channel"] or written["first_giver"] else "",
    }


def _sheets(heard: list[Row], names: Mapping[str, str]) -> Iterator[tuple[Row, list[Row]]]:
    """The feedback sheets, each with its opinions: one a wave for the group and each member, the last not signed."""
    waves = sorted({row["fed_back_day"] for row in heard if row["fed_back_day"] != ""})
    whom = ["", *sorted({row["member_id"] for row in heard} - {""})]
    piles = [
        (day - 1, day, member_id, [row for row in heard if (row["fed_back_day"], row["member_id"]) == (day, member_id)])
        for day in waves
        for member_id in whom
    ]
    open_ones = [row for row in heard if row["sorted_day"] != "" and not row["fed_back_day"] and not row["merged_into"]]
    piles.append((-1, "", "", [row for row in open_ones if row["received_day"] >= _RECEIVED["late"][0]]))
    for number, (made_day, day, member_id, pile) in enumerate([each for each in piles if each[-1]], start=1):
        sheet = {"sheet_id": f"F-{number:03d}", "member_id": member_id, "made_day": made_day, "handed_day": day}
        signed = names.get(member_id, names["M01"]) if day else ""
        ordered = sorted(pile, key=lambda row: (row["aspect"], row["theme"], row["wording"] or row["content"]))
        yield (
            {**sheet, "receipt": signed},
            [{"sheet_id": sheet["sheet_id"], "opinion_id": row["opinion_id"]} for row in ordered],
        )


def _item(number: int, written: Row) -> Row:
    added = written["story"][0]
    return {
        "item_id": _item_id(number),
        "source": written["source"],
        "aspect": written["aspect"],
        "problem": written["problem"],
        "subjective_cause": written["subjective_cause"],
        "objective_cause": written["objective_cause"],
        "measure": written["measure"],
        "target": written["target"],
        "kind": written["kind"],
        "leader_id": written["leader"],
        "owner_id": written["owner"],
        "department": written["department"],
        "helpers": written["helpers"],
        "verifier_id": written["verifier"],
        "found_day": added["day"],
        "start_day": added.get("start", added["day"]),
        "due_day": added.get("due", ""),
        "explanation": written.get("explanation", ""),
        "explained_to": written.get("explained_to", ""),
        "explained_day": written.get("explained_day", ""),
        "explained_how": written.get("explained_how", ""),
        "conditions": written.get("conditions", ""),
        "review_day": written.get("review_day", ""),
        "remark": written.get("remark", ""),
        "report_section": written.get("section", ""),
        "criterion_id": written.get("criterion", ""),
    }


def _events(number: int, written: Row) -> Iterator[Row]:
    for told in written["story"]:
        event = {
            **told,
            "action": told["do"],
            "by": told.get("by") or _doer(told["do"], written),
            "progress": told.get("say", ""),
            "people_view": told.get("view", ""),
            "due_day": "" if told["do"] == "add" else told.get("due", ""),
        }
        yield {"item_id": _item_id(number), **{name: event.get(name, "") for name in _STORY_COLUMNS}}


def _doer(action: str, written: Row) -> str:
    if action in _OWNERS_ACTIONS:
        return str(written["owner"])
    return str(written["leader"]) if action in _LEADERS_ACTIONS else "clerk"


def _links(items: Iterable[Row]) -> Iterator[Row]:
    for number, item in enumerate(items, start=1):
        for opinion_id in item["opinions"]:
            yield {"item_id": _item_id(number), "opinion_id": opinion_id}


def _publication(number: int, written: Row) -> Row:
    asked = ("what", "title", "written_day", "published_day", "place", "audience", "note")
    return {"publication_id": f"N-{number:03d}", **{name: written.get(name, "") for name in asked}}


def _meeting(number: int, written: Row) -> Row:
    return {"meeting_id": f"Y{number}", "kind": written["kind"], "topic": written["topic"], "held_day": written["day"]}


def _progress(tasks: Iterable[Row]) -> Iterator[Row]:
    for task in tasks:
        for step in task["steps"]:
            yield {
                "task_id": task["task"],
                "day": step["day"],
                "action": "report",
                "status": step["status"],
                "output_ready": "yes" if step["status"] == "done" else "no",
                "note": step.get("say", ""),
            }


def _round(written: Row) -> Row:
    return {
        "round_id": written["id"],
        "name": written["name"],
        "evaluated": written["evaluated"],
        "opened_day": written["opened_day"],
        "closed_day": written.get("closed_day", ""),
    }


def _forms(rounds: Iterable[Row]) -> Iterator[Row]:
    for each in rounds:
        for form in each["forms"]:
            yield {
                "round_id": each["id"],
                "group_label": form["group"],
                "way": form["way"],
                "given_out": form["given_out"],
            }


def _ballot_file(each: Row, way: str) -> Row:
    return {"round_id": each["id"], "file": _file_name(each, way), "cast_day": each["cast"][way]}


def _file_name(each: Row, what: str) -> str:
    return f"ballots-{each['id']}-{what}.csv"


def _write_ballots(folder: Path, plan: Row, each: Row) -> None:
    """One file a way in, as an office gets them: the paper tally, the online export, the forms that came late."""
    chance = random.Random(each["opened_day"])
    said = list(each["suggestions"])
    for way in _WAYS:
        came = [form["group"] for form in each["forms"] if form["way"] == way for _ in range(form["returned"])]
        rows = _ballots(chance, plan, each, [(group, way) for group in came], said)
        _void(chance, rows, each["void"] if way == "paper" else 0)
        _write(folder / _file_name(each, way), rows, for_excel=True)
    late = [(form["group"], form["way"]) for form in each["forms"] for _ in range(form.get("late", 0))]
    if late:
        rows = _ballots(chance, plan, each, late, list(each["late_suggestions"]))
        _write(folder / _file_name(each, "late"), rows, for_excel=True)


def _ballots(chance: random.Random, plan: Row, each: Row, voters: list[tuple[str, str]], said: list[str]) -> list[Row]:
    rows = [_ballot(chance, plan, each, group, way) for group, way in voters]
    chance.shuffle(rows)
    for row in rows:
        row["意见和建议"] = said.pop(0) if said and chance.random() < _WRITES_CHANCE else ""
        row["是否废票"] = ""
    return rows


def _ballot(chance: random.Random, plan: Row, each: Row, group: str, way: str) -> Row:
    ballot = {"参评人员类别": group, "参评方式": _WAYS[way]}
    # People differ: somebody who is content is so with most things.
    leaning = chance.gauss(_MOODS[group], 0.08)
    for criterion in plan["criteria"]:
        shift = leaning + each["shift"][criterion["id"]]
        words = [*criterion["answers"], *plan["scale"]["apart"]]
        ballot[criterion["label"]] = _ticked(chance, each["chances"], shift, words, _CANNOT_TELL.get(group, 0.0))
    return ballot


def _ticked(chance: random.Random, chances: list[float], shift: float, words: list[str], cannot_tell: float) -> str:
    if chance.random() < _BLANK_CHANCE:
        return ""
    if chance.random() < chances[-1] + cannot_tell:
        return words[-1]
    place = chance.random() ** max(_STRONGEST, 1 + _PULL * shift)
    for word, share in zip(words, chances[:-2], strict=False):
        place -= share
        if place < 0:
            return word
    return words[len(chances) - 2]


def _void(chance: random.Random, rows: list[Row], count: int) -> None:
    for row in chance.sample([row for row in rows if row["参评人员类别"] != "普通群众"], count):
        row["是否废票"] = "是"


def _names(plan: Row) -> dict[str, str]:
    return {person["id"]: person.get("name", person["post"]) for person in plan["people"]}


def _item_id(number: int) -> str:
    return f"R-{number:03d}"


def _between(chance: random.Random, low: int, high: int) -> int:
    return low + int(chance.random() * (high - low + 1))


def _toml(path: Path) -> Row:
    return tomllib.loads(path.read_text("utf-8"))


def _write(path: Path, rows: list[Row], *, for_excel: bool = False) -> None:
    # Excel takes a CSV for UTF-8 only by its mark.
    with path.open("w", encoding="utf-8-sig" if for_excel else "utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
