"""The Chinese words for the codes of 来龙去脉, each set in the order a list shows them."""

# The steps of a thread (来龙去脉), in its order.
THREAD_KIND: dict[str, str] = {
    "opinion": "意见",
    "problem": "问题",
    "section": "报告章节",
    "item": "整改事项",
    "criterion": "评议项目",
}

LOOSE_END: dict[str, str] = {
    "onward": "没有下文",
    "behind": "没有来由",
}

# Where the flow of an activity begins and ends without a record of the next step.
FLOW_END: dict[str, str] = {
    "other": "其他来源",
    "unraised": "没有写明来源",
    "answered": "只有答复",
    "nowhere": "没有下文",
    "no_item": "没有整改事项",
    "unfounded": "没有来由",
    "no_criterion": "没有对应评议项目",
}
