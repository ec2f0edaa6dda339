"""分析检查报告 in one sentence: whether a version holds up, and what is left to settle. Pure, on counts."""

from board.answer import Answer, Words, answer, part
from board.truth.report_views import Standing


def report_answer(name: str, standing: Standing) -> Answer:
    """Takes the version's name (`truth.report_views.named`) and its standing."""
    left = _left(standing)
    if not left:
        return answer([f"{name} 站得住：核对没有问题，听到的意见都有答复"])
    words: list[Words] = [f"{name} 还站不住"]
    for place, (count, lacks, where) in enumerate(left):
        # The part of the page also holds what is settled, so the number itself is no link.
        words += ["，" if place else "：", count, part(lacks, "report", part=where, version=name)]
    return answer(words)


def left_to_mend(standing: Standing) -> list[str]:
    """The open points of a version, in words."""
    return [f"{count}{lacks}" for count, lacks, _ in _left(standing)]


def _left(standing: Standing) -> list[tuple[str, str, str]]:
    """Each open point as (how many of what, what is lacking, the part of the page where it is settled)."""
    without = standing.problems - standing.with_cause
    checks = [
        (standing.open_findings, f"{standing.open_findings} 处", "要核对", "核对"),
        (standing.open_points, f"{standing.open_points} 条意见", "没有答复", "听取意见"),
        (len(standing.empty_sections), "、".join(standing.empty_sections), "还没有写", "正文"),
        (without, f"{without} 个问题", "没有写主观原因", "问题"),
        (not standing.problems, "", "没有写到任何记录在案的问题", "问题"),
    ]
    return [(count, lacks, where) for is_left, count, lacks, where in checks if is_left]
