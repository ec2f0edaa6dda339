"""What the texts of 程序检查 say, with the figures in them by name."""

from tests.pages.shown_pattern import READY, Pattern, counted, options, plain

RULES: list[Pattern] = [
    plain(r"(?P<程序通过>\d+) 条程序都通过(?:，(?P<程序由填报保证>\d+) 条由填报保证)?"),
    plain(r"(?P<程序未通过>\d+) 条程序未通过"),
    plain(r"(?:最多的是|、)(?P<failure>[^（、]+)（(?P<count>\d+) 条）", count="程序未通过_{failure}"),
    plain(r"(?P<程序通过>\d+) 条通过，(?P<程序未到时间>\d+) 条未到时间(?:，(?P<程序由填报保证>\d+) 条由填报保证)?"),
    plain(r"关系到 (?P<程序未通过情况>\d+) 种情况"),
    plain(r"未通过的比 \d\d-\d\d (?P<程序未通过_变>[多少] \d+) 条"),
    plain(
        r"\*\*(?P<phase>[^*]+)\*\*　:red\[(?P<failed>\d+) 条未通过\](?:，(?P<later>\d+) 条未到时间)?",
        failed="程序未通过_{phase}",
        later="程序未到时间_{phase}",
    ),
    plain(r"\*\*(?P<phase>[^*]+)\*\*　(?P<later>\d+) 条未到时间", later="程序未到时间_{phase}"),
    plain(r"\*\*(?P<phase>[^*]+)\*\*　:green\[(?P<passed>\d+) 条都通过\]", passed="程序通过_{phase}"),
    *options("程序", "未通过", "未到时间", "通过", "由填报保证", 全部="程序"),
    plain(
        r"^(?P<failure>[^\d]+)(?P<passed>\d+) / (?P<all>\d+) 条通过(?:，(?P<kept>\d+) 条由填报保证)?$",
        passed="程序通过_{failure}",
        all="程序_{failure}",
        kept="程序由填报保证_{failure}",
    ),
    plain(r"^(?P<failure>[^：]+)：(?P<failed>\d+) 条未通过$", failed="程序未通过_{failure}"),
    *(
        plain(rf"^会前{label}｜要 (?P<a>\d+) 样，按时有 (?P<b>\d+) 样", a=f"会前_{label}_要", b=f"会前_{label}_按时")
        for label in READY
    ),
    plain(r"^至少两种渠道[^｜]*｜用了 (?P<渠道用了>\d+) 种"),
    plain(r"^该听的人都听到了｜要听取 (?P<来自要听>\d+) 类人，听到 (?P<来自听到>\d+) 类"),
    plain(r"｜(?P<意见>\d+) 条意见，已梳理 (?P<意见已梳理>\d+) 条"),
    plain(
        r"｜(?P<意见>\d+) 条意见，反馈 (?P<意见已反馈>\d+) 条；反馈单 (?P<反馈单>\d+) 张"
        r"，签收 (?P<反馈单已签收>\d+) 张"
    ),
    plain(r"｜班子成员之间要谈 (?P<谈心之间要谈>\d+) 对，已谈 (?P<谈心之间谈了>\d+) 对"),
    plain(r"｜与各年级组和教师要谈 (?P<谈心与各组要谈>\d+) 对，已谈 (?P<谈心与各组谈了>\d+) 对"),
    plain(r"｜(?P<班子成员>\d+) 位班子成员，有提纲的 (?P<有提纲>\d+) 位"),
    plain(r"｜(?P<班子成员>\d+) 位班子成员，既自我批评又批评他人的 (?P<批评双全>\d+) 位"),
    plain(r"｜查出 (?P<会上问题>\d+) 个问题，分在 (?P<会上问题方面>\d+) 个方面"),
    plain(r"｜方案要 (?P<报告部分>\d+) 节，已写 (?P<报告写了的部分>\d+) 节"),
    plain(r"｜(?P<问题>\d+) 个问题，有来源的 (?P<问题有来源>\d+) 个"),
    plain(r"｜(?P<问题>\d+) 个问题，主观原因写得清楚的 (?P<主观原因清楚>\d+) 个"),
    plain(r"｜听到 (?P<报告意见>\d+) 点意见，已答复 (?P<报告已答复>\d+) 点"),
    plain(r"｜(?P<问题>\d+) 个问题，落到整改事项的 (?P<问题转了整改>\d+) 个"),
    plain(r"｜立行立改 (?P<立行立改>\d+) 项，已动起来的 (?P<立行立改动了>\d+) 项"),
    plain(r"｜创造条件整改 (?P<要等条件>\d+) 项，已解释说明的 (?P<要等条件解释了>\d+) 项"),
    plain(r"｜逾期 (?P<事项逾期>\d+) 项，逾期后有说明的 \d+ 项"),
    plain(r"｜群众评价不满意的 (?P<群众不满意>\d+) 项"),
    counted("程序", "条"),
]
