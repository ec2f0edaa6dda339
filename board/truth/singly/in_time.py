"""The words by which a clause says that an item or a task was done in time: 二楼厕所按期修好. Pure."""

import re

IN_TIME = re.compile(r"按[期时](?!限)|如期|准时|期限[之以]?[内前]|(?:没有|没|未|并未|从未)(?:逾期|超期|拖|误期)|提前")
NOT_IN_TIME = re.compile(r"[没未不](?:有|能)?(?:按[期时]|如期)")
_NO_ITEM = re.compile(
    "[第首头][一二两三四五]?[轮场次]|征评|测评|评议|座谈|生活会|通报会|会议|环节|阶段|初稿|报告|提纲|谈心|意见|反馈|问卷|调研"
)


def is_of_no_item(clause: str) -> bool:
    """Whether what a clause says was done in time is no item: 第一轮征评如期完成."""
    match = IN_TIME.search(clause)
    return match is not None and _NO_ITEM.search(clause, 0, match.start()) is not None
