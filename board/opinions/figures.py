"""Counts of opinions: who was heard and how, how far they are handled, what they are about. Pure, on frames."""

from datetime import date

import pandas as pd

from board import words

# How long an opinion may wait to be sorted, and to be fed back.
UNSORTED_DAYS = 3
UNANSWERED_DAYS = 7


def with_flags(opinions: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Opinions as they were on a day, with flags as new columns.

    A merged opinion is handled with its main one, and led to what that led to (item_ids). is_merged; is_sorted,
    is_fed_back; is_replied (in words); is_answered (replied to, or it led to an item); is_nowhere (not answered, nor a
    problem); days_waiting (since received, NaN once fed back); is_overdue (waits too long for the next step).
    """
    is_sorted, is_fed_back = opinions["main_status"] != "received", opinions["main_status"] == "fed_back"
    waited = (pd.Timestamp(as_of) - opinions["received_on"]).dt.days.astype("float64")
    both = zip(opinions["item_ids"], opinions["main_item_ids"], strict=True)
    items = [own if own == main or not main else _together(own, main) for own, main in both]
    item_ids = pd.Series(items, opinions.index, dtype="str")
    is_replied = (opinions["main_answer"] != "") | opinions["main_response"].notna()
    is_answered = is_replied | (item_ids != "")
    patience = is_sorted.map({True: UNANSWERED_DAYS, False: UNSORTED_DAYS})
    flagged = opinions.assign(
        item_ids=item_ids,
        is_merged=opinions["merged_into"].notna(),
        is_sorted=is_sorted,
        is_fed_back=is_fed_back,
        is_replied=is_replied,
        is_answered=is_answered,
        is_nowhere=~is_answered & ~opinions["is_problem"].astype(bool),
        days_waiting=waited.where(~is_fed_back),
        is_overdue=~is_fed_back & (waited >= patience),
    )
    return flagged.drop(columns=["main_answer", "main_response", "main_item_ids", "is_problem"])


def _together(*joined: str) -> str:
    return "、".join(dict.fromkeys(name for ids in joined for name in ids.split("、") if name))


def coverage(opinions: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """One row per channel and giver that the activity names, in its order, those never heard included.

    channel, giver, opinion_count (merged ones count: they were heard), is_required (the plan demands both). `terms` has
    kind, label, position, required (`activities.terms`).
    """
    channels, givers = _words(terms, "channel"), _words(terms, "giver")
    grid = channels.merge(givers, how="cross", suffixes=("_channel", "_giver"))
    grid = grid.assign(is_required=grid["required_channel"] & grid["required_giver"])
    counted = opinions.groupby(["channel", "giver"], as_index=False).agg(opinion_count=("opinion_id", "size"))
    joined = grid[["channel", "giver", "is_required"]].merge(counted, on=["channel", "giver"], how="left")
    return joined.assign(opinion_count=joined["opinion_count"].fillna(0).astype("int64"))


def heard(opinions: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """One row per channel and one per giver of the activity: kind, label, is_required, opinion_count, is_missing.

    is_missing: the plan demands it and there is no such opinion.
    """
    sides = [_heard(opinions, terms, kind) for kind in ("channel", "giver")]
    return pd.concat(sides, ignore_index=True)


def funnel(opinions: pd.DataFrame) -> pd.DataFrame:
    """One row per stage of handling: stage (words.OPINION_STAGE), opinion_count, opinion_rate (of received, 0 to 1).

    Takes opinions with flags. The last stage is independent: an opinion can lead to an item before its feedback.
    """
    counts = {
        "received": len(opinions),
        "sorted": int(opinions["is_sorted"].sum()),
        "fed_back": int(opinions["is_fed_back"].sum()),
        "answered": int(opinions["is_answered"].sum()),
    }
    base = max(counts["received"], 1)
    rows = [(stage, counts[stage], counts[stage] / base) for stage in words.OPINION_STAGE]
    return pd.DataFrame(rows, columns=["stage", "opinion_count", "opinion_rate"])


def by_aspect(opinions: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """One row per aspect of the activity, in its order: aspect, opinion_count, answered_count; "" for unsorted."""
    counted = _count_by(opinions.assign(aspect=opinions["aspect"].fillna("")), "aspect")
    named = _words(terms, "aspect")["aspect"].tolist()
    order = [*named, ""] if "" in set(counted["aspect"]) else named
    return counted.set_index("aspect").reindex(order, fill_value=0).rename_axis("aspect").reset_index()


def by_theme(opinions: pd.DataFrame) -> pd.DataFrame:
    """One row per theme given at sorting, the commonest first: theme, opinion_count, answered_count."""
    counted = _count_by(opinions[opinions["theme"] != ""], "theme")
    return counted.sort_values(["opinion_count", "theme"], ascending=[False, True], ignore_index=True)


def _count_by(opinions: pd.DataFrame, column: str) -> pd.DataFrame:
    groups = opinions.groupby(column, as_index=False)
    return groups.agg(opinion_count=("opinion_id", "size"), answered_count=("is_answered", "sum"))


def _heard(opinions: pd.DataFrame, terms: pd.DataFrame, kind: str) -> pd.DataFrame:
    named = _words(terms, kind)
    opinion_count = named[kind].map(opinions[kind].value_counts()).fillna(0).astype("int64")
    return pd.DataFrame(
        {
            "kind": kind,
            "label": named[kind],
            "is_required": named["required"],
            "opinion_count": opinion_count,
            "is_missing": named["required"] & (opinion_count == 0),
        }
    )


def _words(terms: pd.DataFrame, kind: str) -> pd.DataFrame:
    chosen = terms[terms["kind"] == kind].sort_values("position")
    return chosen[["label", "required"]].rename(columns={"label": kind}).reset_index(drop=True)
