"""分析检查报告 in one sentence: whether a version holds up, and what is left to mend. Pure, on counts."""

from collections.abc import Mapping

from board.answer import Answer, answer, joined, part
from board.report_views import Standing


def report_answer(name: str, stands: Standing) -> Answer:
    """Takes what the version is called (`report_views.named`) and how it stands."""
    left = [part(text, "report", part=where, version=name) for text, where in left_to_mend(stands).items()]
    if left:
        return answer([f"{name} 还站不住：", *joined(left)])
    return answer([f"{name} 站得住：核对没有问题，听到的意见都有答复"])


def left_to_mend(stands: Standing) -> Mapping[str, str]:
    """What is left to mend in a version, in words, each with the part of the page where it is mended."""
    without = stands.problems - stands.with_cause
    told = {
        f"{stands.open_findings} 处要核对": ("核对", stands.open_findings),
        f"{stands.open_points} 条意见没有答复": ("听取意见", stands.open_points),
        f"{'、'.join(stands.empty_sections)}还没有写": ("正文", len(stands.empty_sections)),
        f"{without} 个问题没有写主观原因": ("问题", without),
        "没有写到任何记录在案的问题": ("问题", not stands.problems),
    }
    return {words: where for words, (where, is_left) in told.items() if is_left}
