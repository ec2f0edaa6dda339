"""The outcomes of an incoming row, in the words that a preview shows. Pure."""

NEW, EDITED, SAME, WRONG, KNOWN = "新增", "修改", "相同", "有误", "已登记"
