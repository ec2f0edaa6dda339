"""The columns of each kind of ledger, described once for reading, checking, templates and pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from board.importing.ledgers.columns import CODES, COLUMNS, DAYS, LABELS, PEOPLE, PERCENT
from board.importing.text import key
from board.words import ABOUT, ROLE, TASK_STATUS, UNIT_KIND

Type = Literal["id", "text", "day", "percent", "flag", "choice"]


@dataclass(frozen=True)
class Column:
    """A column of a ledger.

    label: its header as templates write it; called: other names for it. is_past: a day that has been, so that it needs
    no year. choice: one of the words that `vocabulary` (a name the activity's words go by) or `words` (code → word)
    offers.
    """

    name: str
    label: str
    type: Type = "text"
    called: tuple[str, ...] = ()
    is_required: bool = False
    vocabulary: str = ""
    words: Mapping[str, str] | None = None
    hint: str = ""
    example: str = ""
    is_past: bool = False


@dataclass(frozen=True)
class LedgerKind:
    """A kind of ledger.

    unit: how its records are counted. telling: headers, one of which identifies the kind. hides_people: columns that
    could identify someone are not kept. table: what a sheet of it is called. edited_with: the permission to edit its
    records, if it isn't the name's own.
    """

    name: str
    title: str
    unit: str
    columns: tuple[Column, ...]
    telling: frozenset[str]
    hides_people: bool = False
    table: str = "台账"
    edited_with: str = ""

    @property
    def permission(self) -> str:
        """The permission to edit its records."""
        return self.edited_with or f"{self.name}.edit"

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @cached_property
    def by_key(self) -> dict[str, str]:
        """Every header a column goes by, for comparing → its name; labels take precedence over other names."""
        also = {key(word): column.name for column in self.columns for word in column.called}
        return also | {key(column.label): column.name for column in self.columns}

    @property
    def id_column(self) -> str:
        """The column of the records' ids."""
        return next(column.name for column in self.columns if column.type == "id")


_NEW_ID = "新登记的留空；填了编号就是修改那一条"

OPINIONS = LedgerKind(
    "opinions",
    "意见",
    "条",
    (
        Column("opinion_id", "编号", "id", ("意见编号",), hint=_NEW_ID),
        Column("received_on", "收到日期", "day", ("收到", "日期", "登记日期", "征集日期", "时间",
               "提交时间", "填写时间", "提交答卷时间", "提交日期", "征求日期", "征求时间", "征集时间", "登记时间",
               "收集日期", "收集时间", "受理日期", "提出日期", "提出时间"), True,
               hint="写成 2026-12-01 这样；只到天", example="2026-12-01", is_past=True),
        Column("channel", "渠道", "choice", ("征求渠道", "征集渠道", "方式", "征求方式", "征集方式", "来源渠道",
               "收集渠道", "收集方式", "征求途径", "途径"), True, "channel",
               hint="从列表里选"),
        Column("giver", "来自", "choice", ("来自哪一类人", "意见来源", "人员类别", "来源",
               "身份", "您的身份", "您的身份是", "请选择您的身份", "群体", "提出人类别", "提出人身份", "意见人类别",
               "对象类别", "人群"), True, "giver",
               hint="哪一类人，从列表里选；不写姓名"),
        Column("content", "意见内容", "text", ("内容", "意见", "意见和建议", "意见建议", "原话",
               "您的意见和建议", "您的意见建议", "具体意见", "反映的问题", "您要反映的问题", "意见建议内容",
               "意见和建议内容", "原始意见", "意见原文", "征求到的意见", "具体意见建议", "反映问题"), True,
               hint="照原话写；不要写出是谁提的", example="希望多开放操场"),
        Column("about", "关于谁", "choice", ("关于", "对象", "对谁提的"), words=ABOUT,
               hint="领导班子或领导个人；留空就是领导班子"),
        Column("member_id", "哪位领导", "choice", ("领导姓名", "被提意见的领导"), vocabulary="member",
               hint="对领导个人的，从列表里选是哪一位"),
        Column("aspect", "方面", "choice", ("所属方面", "类别", "问题类别", "意见类别", "归类", "分类",
               "问题类型"), vocabulary="aspect",
               hint="可以留空，以后再梳理"),
        Column("theme", "主题", "text", ("意见主题",), hint="可以留空", example="场地"),
    ),
    frozenset({"content"}),
    hides_people=True,
)  # fmt: skip

TASKS = LedgerKind(
    "tasks",
    "工作任务",
    "项",
    (
        Column("task_id", "编号", "id", ("任务编号",), hint=_NEW_ID),
        Column("phase_id", "环节", "choice", ("所属环节", "阶段", "所属阶段", "工作阶段",
               "活动环节"), True, "phase", hint="从列表里选"),
        Column("name", "工作任务", "text", ("任务", "任务名称", "工作内容", "事项", "重点工作", "工作事项",
               "主要工作", "主要任务", "具体工作", "任务内容", "工作安排"), True, example="召开家长座谈会"),
        Column("leader_id", "负责人", "choice", ("责任人", "牵头人", "责任领导", "牵头领导", "分管领导",
               "负责领导"), vocabulary="person", hint="照人员名单写姓名"),
        Column("start_on", "开始日期", "day", ("开始", "开始时间", "启动时间", "启动日期", "起始时间",
               "起始日期"), True, hint="写成 2026-12-01 这样",
               example="2026-12-01"),
        Column("due_on", "完成期限", "day", ("期限", "完成时限", "截止日期", "时限", "截止时间", "时间节点"), True,
               hint="不能早于开始日期", example="2026-12-10"),
        Column("after", "排在哪些任务之后", "text", ("前置任务", "前置工作", "紧前任务", "排在之后"),
               hint="写那些任务的编号或名称，几项用顿号隔开；写“无”就是不排在谁之后"),
        Column("output", "成果材料", "text", ("成果", "成果形式", "工作成果", "预期成果",
               "成果要求"), hint="这一步要拿出什么材料", example="座谈会记录"),
        Column("status", "状态", "choice", ("进展状态", "完成情况"), words=TASK_STATUS,
               hint="留空就是未开始；报已完成的，成果材料要已有"),
        Column("output_ready", "成果材料已有", "flag", ("材料是否已有", "材料已有"), hint="是或否"),
        Column("done_on", "完成日期", "day", ("完成时间",), hint="报已完成的才填"),
        Column("note", "说明", "text", ("备注",)),
    ),
    frozenset({"name"}),
)  # fmt: skip

# The columns of 整改台账 as other ledgers call them.
_ITEMS_CALLED = {
    "problem": ("存在问题", "主要问题", "问题", "问题表现", "存在的问题", "问题内容", "问题描述", "具体表现"),
    "source": ("来源", "来源渠道", "问题来源渠道"),
    "subjective_cause": ("主观原因分析", "主观方面原因"),
    "found_on": ("发现日期", "发现时间", "查摆日期", "查摆时间", "查出时间"),
    "aspect": ("所属方面", "问题类别", "问题类型"),
    "measure": ("措施", "具体措施", "整改举措", "整改办法", "具体举措"),
    "kind": ("整改类别", "整改类型"),
    "leader_id": ("责任领导", "分管领导"),
    "department": ("责任单位", "牵头部门"),
    "owner_id": ("整改责任人", "具体责任人", "承办人"),
    "helpers": ("配合单位", "协办部门"),
    "due_on": ("完成时限", "整改期限", "时限", "完成期限"),
    "progress": ("整改进展", "进展"),
    "percent": ("完成进度",),
    "proof": ("证明材料",),
    "submitted_on": ("完成时间",),
    "closed_on": ("销号时间",),
}
_ITEMS_REQUIRED = frozenset({"source", "aspect", "problem", "subjective_cause", "measure", "kind", "leader_id",
                             "owner_id", "found_on"})  # fmt: skip
_ITEMS_VOCABULARY = {"source": "source", "aspect": "aspect", "department": "department"}
_ITEMS_EXAMPLE = {"problem": "作业批改不及时", "subjective_cause": "抓得不紧", "measure": "每周检查一次",
                  "found_on": "2026-12-01", "start_on": "2026-12-01", "due_on": "2026-12-20"}  # fmt: skip
_ITEMS_HINT = {
    "item_id": _NEW_ID,
    "due_on": "限期整改必须填；立行立改留空就是 7 天；创造条件整改不填",
    "kind": "立行立改、限期整改或创造条件整改",
    "explanation": "创造条件整改必须填",
    "percent": "写成 40% 这样",
}


def _item_type(name: str) -> Type:
    if name == "item_id":
        return "id"
    if name in DAYS:
        return "day"
    if name == PERCENT:
        return "percent"
    return "choice" if name in CODES or name in PEOPLE or name in _ITEMS_VOCABULARY else "text"


ITEMS = LedgerKind(
    "rectification",
    "整改台账",
    "项",
    tuple(
        Column(
            name,
            label,
            _item_type(name),
            _ITEMS_CALLED.get(name, ()),
            name in _ITEMS_REQUIRED,
            "person" if name in PEOPLE else _ITEMS_VOCABULARY.get(name, ""),
            CODES.get(name),
            _ITEMS_HINT.get(name, ""),
            _ITEMS_EXAMPLE.get(name, ""),
        )
        for name, label in LABELS.items()
    ),
    frozenset({"item_id", "problem"}),
)
TALKS = LedgerKind(
    "talks",
    "谈心",
    "次",
    (
        Column("talk_id", "编号", "id", ("谈心编号",), hint=_NEW_ID),
        Column("held_on", "谈心日期", "day", ("日期", "时间", "谈心时间", "谈话日期", "谈话时间"), True,
               hint="写成 2026-12-01 这样", example="2026-12-01"),
        Column("member_id", "班子成员", "choice", ("谈心人", "谈话人", "领导", "领导姓名", "成员", "谈话领导",
               "谈心领导", "主谈人"), True, "member",
               hint="从列表里选是哪一位"),
        Column("with_id", "与谁谈", "choice", ("谈心对象", "谈话对象", "对象", "对方", "与谁谈心", "谈话对象类别",
               "被谈话人"), True, "talk_with",
               hint="另一位班子成员，或一类人；从列表里选，不写教师、学生的姓名"),
        Column("views_exchanged", "交换了看法", "flag", ("是否交换看法", "交换看法", "交换意见", "是否交换意见",
               "交换了意见"), hint="是或否"),
    ),
    frozenset({"with_id"}),
)  # fmt: skip

PROBLEMS = LedgerKind(
    "problems",
    "问题清单",
    "个",
    (
        Column("problem_id", "编号", "id", ("问题编号",), hint=_NEW_ID),
        Column("found_on", "查出日期", "day", ("日期", "时间", "发现日期", "查找日期", "发现时间", "查出时间",
               "查找时间", "查摆日期", "查摆时间"),
               True,
               hint="写成 2026-12-01 这样", example="2026-12-01"),
        Column("content", "具体问题", "text", ("问题", "存在问题", "主要问题", "突出问题", "问题表现", "存在的问题",
               "问题描述", "问题内容",
               "查摆问题", "查摆的问题", "具体表现"), True,
               hint="用单位自己的话写，不写是谁提的", example="深入课堂不够"),
        Column("about", "关于谁", "choice", ("关于", "对象", "谁的问题"), words=ABOUT,
               hint="领导班子或领导个人；留空就是领导班子"),
        Column("member_id", "哪位领导", "choice", ("领导姓名", "班子成员"), vocabulary="member",
               hint="领导个人的问题，从列表里选是哪一位"),
        Column("aspect", "方面", "choice", ("所属方面", "问题类别", "类别", "问题类型", "归类",
               "分类"), True, "aspect", hint="从列表里选"),
        Column("subjective_cause", "主观原因", "text", ("主观原因分析", "主观方面原因",
               "主观上的原因"), True, hint="不能写“无”",
               example="重安排、轻检查"),
        Column("objective_cause", "客观原因", "text", ("客观原因分析", "客观方面原因", "客观上的原因")),
        Column("solve_now", "当前能解决", "flag", ("当前就能解决", "能否当前解决", "当前能否解决", "能否立即解决",
               "是否能立即解决",
               "能否马上解决"), hint="是或否"),
        Column("meeting_id", "查出的会议", "choice", ("会议", "哪次会议"), vocabulary="meeting",
               hint="会上查出的，从列表里选是哪一次"),
        Column("report_section", "写在报告哪一部分", "choice", ("报告章节", "报告部分"), vocabulary="section",
               hint="可以留空"),
    ),
    frozenset({"content"}),
    edited_with="meeting.edit",
)  # fmt: skip

# Read on 系统管理 alone: 数据导入 takes no accounts.
ACCOUNTS = LedgerKind(
    "accounts",
    "账号",
    "个",
    (
        Column("display_name", "姓名", "text", ("显示的名字", "名字", "教师姓名", "职工姓名"), True,
               hint="记录里写的是这个名字"),
        Column("name", "登录名", "text", ("账号", "帐号", "用户名", "登录账号", "登录帐号"), True,
               hint="登录时填；汉字、字母、数字和 . _ - @", example="zhanglaoshi"),
        Column("roles", "角色", "text", ("权限", "账号角色"), True, hint="可以写几个，用顿号隔开："
               + "、".join(ROLE.values())),
        Column("person", "人员", "text", ("对应的人员", "对应人员"),
               hint="是活动人员名单里的哪一位，照名单写；责任人和领导要填，其余留空"),
    ),
    frozenset({"name"}),
    table="名单",
)  # fmt: skip
# Read on 单位 alone.
UNITS = LedgerKind(
    "units",
    "单位",
    "个",
    (
        Column("unit_id", "编号", "text", ("单位编号", "单位代码", "代码"), True, hint="数字、字母和短横线"),
        Column("name", "名称", "text", ("单位名称", "单位", "学校名称", "学校"), True, hint="全称"),
        Column("kind", "类别", "text", ("单位类别", "类型"), True, hint="只能是：" + "、".join(UNIT_KIND.values())),
        Column("parent_id", "上级编号", "text", ("上级", "主管单位编号"), hint="归谁管，写它的编号；最上面的空着"),
        Column("is_reporting", "要上报", "text", ("上报",), hint="是或否；空着是要上报"),
    ),
    frozenset({"unit_id"}),
    table="单位",
)  # fmt: skip
KINDS: dict[str, LedgerKind] = {kind.name: kind for kind in (OPINIONS, TASKS, ITEMS, TALKS, PROBLEMS)}
# Left out of a new item's template: what is known only in the course of its work.
NOT_IN_A_TEMPLATE = frozenset(COLUMNS) & {
    "first_due_on", "progress", PERCENT, "proof", "submitted_on", "closed_on", "people_view",
}  # fmt: skip
