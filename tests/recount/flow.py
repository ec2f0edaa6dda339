"""来龙去脉, the flow: how many links of each kind there are, one counted once (the guide)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pandas as pd

from tests.recount import opinions, report
from tests.recount.counts import Counts
from tests.recount.export import Export


def count(export: Export, day: date) -> Counts:
    """The links from one column of the flow to another: 流向_{from}_{to}."""
    counts = Counts()
    counts.add({f"流向_{one}_{other}": number for (one, other), number in Counter(_links(export, day)).items()})
    return counts


Link = tuple[str, str]


def _links(export: Export, day: date) -> Iterator[Link]:
    items, problems = export.state("items", day), export.state("problems", day)
    sources, onward = export.links("problem_sources", day), export.links("problem_items", day)
    sources = sources[sources["problem_id"].isin(problems["problem_id"])]
    onward = onward[onward["problem_id"].isin(problems["problem_id"]) & onward["item_id"].isin(items["item_id"])]
    yield from _of_opinions(export, day, sources, onward)
    yield from _of_problems(export, problems, sources, onward, day)
    yield from _of_items(export, items)
    direct = export.links("item_opinions", day)["item_id"]
    yield from [("没有来由", "整改事项")] * int((~items["item_id"].isin([*onward["item_id"], *direct])).sum())
    labels = export.table("criteria").set_index("criterion_id")["label"]
    for _, link in export.links("report_changes", day).iterrows():
        yield link["section"], labels[link["criterion_id"]]


def _of_opinions(export: Export, day: date, sources: pd.DataFrame, onward: pd.DataFrame) -> Iterator[Link]:
    heard = opinions.standing(export, day)
    raised = sources[(sources["source_kind"] == "opinion") & sources["source_id"].isin(heard["opinion_id"])]
    raised = _with_merged(raised, heard, "source_id").drop_duplicates(["problem_id", "source_id"])
    yield from [("意见", "问题")] * len(raised)
    through = raised.merge(onward, on="problem_id")
    known = set(zip(through["source_id"], through["item_id"], strict=True))
    items, direct = export.state("items", day), export.links("item_opinions", day)
    direct = direct[direct["item_id"].isin(items.index) & direct["opinion_id"].isin(heard.index)]
    direct = _with_merged(direct, heard, "opinion_id")
    pairs = set(zip(direct["opinion_id"], direct["item_id"], strict=True))
    yield from [("意见", "整改事项")] * len(pairs - known)
    yield from [("意见", "只有答复")] * int((heard["is_answered"] & ~heard["is_led_on"]).sum())
    yield from [("意见", "没有下文")] * int(heard["is_nowhere"].sum())


def _with_merged(links: pd.DataFrame, heard: pd.DataFrame, side: str) -> pd.DataFrame:
    """Links of opinions (in column `side`), and once more for each opinion that was merged into one of them."""
    main_of = heard.loc[heard["is_merged"], "merged_into"]
    along = [links[links[side] == main].assign(**{side: merged}) for merged, main in main_of.items()]
    every: pd.DataFrame = pd.concat([links, *along])
    return every


def _of_problems(
    export: Export, problems: pd.DataFrame, sources: pd.DataFrame, onward: pd.DataFrame, day: date
) -> Iterator[Link]:
    yield from [("问题", "整改事项")] * len(onward)
    yield from [("问题", "没有整改事项")] * int((~problems["problem_id"].isin(onward["problem_id"])).sum())
    for _, link in report.mentioned(export, day).iterrows():
        yield "问题", link["section"]
    raised = problems["problem_id"].isin(sources["problem_id"])
    by_opinion = problems["problem_id"].isin(sources.loc[sources["source_kind"] == "opinion", "problem_id"])
    in_meeting = problems["meeting_id"].notna()
    yield from [("其他来源", "问题")] * int(((raised | in_meeting) & ~by_opinion).sum())
    yield from [("没有写明来源", "问题")] * int((~raised & ~in_meeting).sum())


def _of_items(export: Export, items: pd.DataFrame) -> Iterator[Link]:
    labels = export.table("criteria").set_index("criterion_id")["label"]
    for _, item in items.iterrows():
        criterion = item["criterion_id"]
        yield "整改事项", labels[criterion] if isinstance(criterion, str) else "没有对应评议项目"
        if item["report_section"]:
            yield item["report_section"], "整改事项"
