"""民主生活会: what had to be ready, what each wrote, what was found (docs/domain.md, 谈心、提纲、会议、问题)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from tests.recount import talks
from tests.recount.counts import Counts
from tests.recount.export import Export

KIND = "专题民主生活会"
AHEAD = 7
LABELS = ("听取各方意见", "意见梳理完", "意见反馈到班子和个人", "谈心都谈到", "发言提纲写齐", "书面材料提前一周备齐")


def meeting_day(export: Export, day: date) -> date | None:
    """The day of the last 专题民主生活会, as known on a day."""
    rows = export.known("meetings", day)
    found = sorted(rows.loc[rows["kind"] == KIND, "held_on"])
    return found[-1] if found else None


def count(export: Export, day: date) -> Counts:
    """The figures of the page: readiness, outlines, criticism, problems."""
    counts = Counts()
    problems, items = export.state("problems", day), export.state("items", day)
    onward = export.links("problem_items", day)
    mended = set(onward.loc[onward["item_id"].isin(items["item_id"]), "problem_id"])
    counts.add({"问题": len(problems), "问题转了整改": int(problems["problem_id"].isin(mended).sum())})
    counts.add({"问题没转整改": len(problems) - int(counts.figures["问题转了整改"])})
    _outlines(export, day, counts)
    _said(export, day, counts)
    held_on = meeting_day(export, day)
    for label, wanted, done in _ready(export, day, held_on or day):
        _state(counts, label, wanted, done, _by(label, held_on) if held_on else day)
    counts.add({"会前没办妥": sum(not _is_ready(counts.figures, label) for label in LABELS)})
    counts.tables["meeting_readiness"] = {
        label: {"progress": progress(counts.figures, label), "due_on": str(_by(label, held_on)) if held_on else ""}
        for label in LABELS
    }
    if held_on is not None:
        counts.add({"会还有": (held_on - day).days})
    led = onward[onward["item_id"].isin(items["item_id"])].groupby("problem_id")["item_id"].apply(sorted)
    counts.tables["meeting_problems"] = {
        problem_id: {"item_ids": "、".join(led.get(problem_id, []))} for problem_id in problems["problem_id"]
    }
    counts.tables["meeting_findings"] = {
        row["outline_id"]: {"written_on": str(row["written_on"])} for _, row in export.state("outlines", day).iterrows()
    }
    counts.tables["meeting_criticisms"] = {each: {} for each in export.state("criticisms", day)["criticism_id"]}
    return counts


def _is_ready(figures: Mapping[str, str], label: str) -> bool:
    """Whether all of it was done in time; before the first opinion none counts as sorted or handed on."""
    wanted, done = figures[f"会前_{label}_要"], figures[f"会前_{label}_按时"]
    return wanted == done and (wanted != "0" or not label.startswith("意见"))


def _by(label: str, held_on: date) -> date:
    """The last day to have something ready: that of the meeting, of the papers a week before."""
    return held_on - timedelta(days=AHEAD if "提前一周" in label else 0)


def _outlines(export: Export, day: date, counts: Counts) -> None:
    rows = export.state("outlines", day)
    mirrors, members = export.terms("mirror", required=True), export.members()
    counts.add({"提纲": len(rows), "提纲要写": len(mirrors) * len(members)})
    written = rows.loc[rows["mirror"].isin(mirrors), ["member_id", "mirror"]].drop_duplicates()
    for member_id, name in members["name"].items():
        own = rows[rows["member_id"] == member_id]
        counts.add(
            {f"提纲写了_{name}": int((written["member_id"] == member_id).sum()), f"提纲应写_{name}": len(mirrors)}
        )
        counts.add({f"提纲_{name}_{mirror}": int((own["mirror"] == mirror).sum()) for mirror in mirrors})
    for _, member in members.iterrows():
        own = rows.loc[rows["member_id"] == member["person_id"], "duty"]
        duties = [each for each in member["field"].split("、") if each]
        counts.add({f"分工_{member['name']}_{duty}": int((own == duty).sum()) for duty in duties})
        counts.add(
            {f"分工查了_{member['name']}": len(set(own) & set(duties)), f"分工应查_{member['name']}": len(duties)}
        )
    counts.add({f"方面_发言提纲_{aspect}": int((rows["aspect"] == aspect).sum()) for aspect in export.terms("aspect")})
    counts.add({"条数_发言提纲": len(rows), "移出_提纲": export.removed_count("outlines", day)})
    counts.add({"提纲写了": len(written), "提纲没写": len(mirrors) * len(members) - len(written)})


def _said(export: Export, day: date, counts: Counts) -> None:
    rows = export.state("criticisms", day)
    own = rows["critic_id"] == rows["target_id"]
    names = export.names()
    said = Counter(zip(rows["critic_id"], rows["target_id"], strict=True))
    counts.add({f"批评_{names[critic]}_{names[target]}": number for (critic, target), number in said.items()})
    aspects, members = export.terms("aspect"), export.members()
    for _, member in members.iterrows():
        mine = rows.loc[rows["critic_id"] == member["person_id"], "aspect"]
        counts.add({f"批评_{member['name']}_{aspect}": int((mine == aspect).sum()) for aspect in aspects})
        counts.add({f"讲到_{member['name']}": len(set(mine) & set(aspects)), f"该讲_{member['name']}": len(aspects)})
    meetings = export.known("meetings", day)
    others = meetings[(meetings["kind"] != KIND) & meetings["held_on"].map(lambda on: on <= day)]["meeting_id"]
    counts.tables["meeting_others"] = {each: {} for each in others}
    counts.add({"条数_其他会议": len(others)})
    counts.add({f"方面_会议记录_{aspect}": int((rows["aspect"] == aspect).sum()) for aspect in export.terms("aspect")})
    counts.add({"条数_会议记录": len(rows), "移出_批评": export.removed_count("criticisms", day)})
    counts.add({"批评意见": len(rows), "自我批评": int(own.sum()), "相互批评": int((~own).sum())})


Ready = tuple[str, int, Iterable[date | None]]


def _ready(export: Export, day: date, held_on: date) -> Iterable[Ready]:
    """What had to be done before the meeting → how many of it, and the day each was done (None: not yet)."""
    opinions = export.state("opinions", day)
    early = opinions[(opinions["received_on"] <= held_on) & opinions["merged_into"].isna()]
    heard = [
        min(opinions.loc[opinions[kind] == label, "received_on"], default=None)
        for kind in ("channel", "giver")
        for label in export.terms(kind, required=True)
    ]
    yield "听取各方意见", len(heard), heard
    yield "意见梳理完", len(early), [_day(each) for each in early["sorted_on"]]
    yield "意见反馈到班子和个人", len(early), [_day(each) for each in early["fed_back_on"]]
    first = talks.exchanged(talks.held(export, day)).groupby("pair")["held_on"].min().to_dict()
    pairs = talks.required(export)
    yield "谈心都谈到", len(pairs), [first.get(pair) for pair in pairs]
    written = export.state("outlines", day).groupby(["member_id", "mirror"])["written_on"].min().to_dict()
    each_one = [
        (who, mirror) for who in export.members()["person_id"] for mirror in export.terms("mirror", required=True)
    ]
    yield "发言提纲写齐", len(each_one), [written.get(key) for key in each_one]
    yield "书面材料提前一周备齐", len(each_one), [written.get(key) for key in each_one]


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _state(counts: Counts, label: str, wanted: int, done: Iterable[date | None], by: date) -> None:
    on = [each for each in done if each is not None]
    in_time = sum(each <= by for each in on)
    counts.add({f"会前_{label}_按时": in_time, f"会前_{label}_要": wanted, f"会前_{label}_补": len(on) - in_time})
    counts.add({f"会前_{label}_办了": len(on)})


def progress(figures: Mapping[str, str], label: str) -> str:
    """What the table says of one thing: 43 / 52，另有 7 项过后才补上."""
    late = figures[f"会前_{label}_补"]
    told = f"{figures[f'会前_{label}_按时']} / {figures[f'会前_{label}_要']}"
    return told if late == "0" else f"{told}，另有 {late} 项过后才补上"
