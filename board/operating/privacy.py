"""隐私说明: what a store keeps, why, who sees it and for how long; and what it never keeps. A test checks it."""

from dataclasses import dataclass

from board.accounts.form_drafts import KEPT_FOR
from board.accounts.sign_in import SESSION_LENGTH


@dataclass(frozen=True)
class Kept:
    """One kind of data that is kept, in the words of the public page; tables: all tables of the store that hold it."""

    what: str
    holds: str
    why: str
    seen_by: str
    how_long: str
    tables: tuple[str, ...]


_AS_LONG_AS_THE_LEDGER = "和活动的台账一起保存；单位停用时由管理员删去数据文件"
_UNTIL_DESTROYED = f"活动结束以后，管理员可以销毁原文，只留数字和怎么办的；没有销毁的，{_AS_LONG_AS_THE_LEDGER}"
_SIGNED_IN = "登录的人"
_HOURS = int(SESSION_LENGTH.total_seconds() // 3600)

KEPT: tuple[Kept, ...] = (
    Kept(
        "评议表",
        "每张只有：哪一轮、哪一类人、纸质还是网上、哪一天、各项目选了什么。没有姓名、编号、地址、设备和时刻",
        "算出评议结果",
        "只看得到合计；一类人不到 5 张的不单列，先后相减也得不出",
        _AS_LONG_AS_THE_LEDGER,
        (
            *("rounds", "round_forms", "round_closings", "ballots", "tallied_ballots", "tallied_answers"),
            *("ballot_totals", "answer_totals", "answer_lumps", "past_lumps", "shown_states", "past_days"),
            *("past_rounds", "past_round_forms", "past_ballot_totals", "past_answer_lumps"),
        ),
    ),
    Kept(
        "评议表上的意见和建议",
        "文字和日子，与同一张表上选了什么分开放，连不起来",
        "改进工作",
        _SIGNED_IN,
        _UNTIL_DESTROYED,
        ("suggestions", "past_suggestions", "suggestion_opinions"),
    ),
    Kept(
        "网上填写的填写码",
        "只有填写码的摘要，用过的随即删去；公开链接的，只记这一轮里这台设备的一个随机摘要，用来限张数",
        "一个填写码只填一张",
        "没有人看得到",
        "填写码用过随即删去，没有用过的作废时删去",
        ("ballot_openings", "ballot_codes", "ballot_devices", "ballot_intake", "ballot_pool"),
    ),
    Kept(
        "对公示事项的评价",
        "对每一项满意不满意、写的一句话，不记谁写的；结束以后只留合计，写的话登记成意见；填写码、设备只有摘要，结束时删去",
        "群众不满意的重新整改",
        "合计和意见一样，看得到的人看得到；一项不到 5 人评的不计",
        _AS_LONG_AS_THE_LEDGER,
        ("reply_openings", "reply_codes", "reply_devices", "reply_counts"),
    ),
    Kept(
        "意见",
        "收到的日子、渠道、来自哪一类人（不是姓名）、关于谁、内容，后来怎么办的",
        "梳理、反馈、答复、整改",
        "内容和来自哪里只有工作人员看；领导看梳理以后的反馈用语；责任人看不到",
        _UNTIL_DESTROYED,
        (
            *("opinions", "opinion_events", "distinct_opinions"),
            *("feedback_sheets", "feedback_sheet_events", "feedback_sheet_opinions"),
        ),
    ),
    Kept(
        "学习调研成果、谈心、发言提纲、民主生活会",
        "班子成员之间谁和谁、哪天谈过，不记谈了什么；提纲、批评、会议记录的文字",
        "说明程序做到了没有",
        "领导和工作人员",
        _AS_LONG_AS_THE_LEDGER,
        (
            *(
                "studies",
                "study_events",
                "talks",
                "talk_events",
                "outlines",
                "outline_events",
                "criticisms",
                "criticism_events",
                "meetings",
            ),
            *("past_meetings",),
            *("meeting_records", "meeting_record_events", "meeting_attendance"),
            *("sittings", "sitting_events", "sitting_slides", "decisions", "decision_events"),
        ),
    ),
    Kept(
        "问题、报告、整改、任务、公文、公开",
        "各本台账的文字、负责的人、日期、佐证文件，签发过的公文的原件（销毁意见原文时不动），以及每一次变动是谁在什么时候办的",
        "边查边改，有据可查",
        "按角色；责任人只看自己负责的整改事项；公开了的，打开公开网页以后人人看得到",
        _AS_LONG_AS_THE_LEDGER,
        (
            *("problems", "problem_events", "problem_sources", "problem_items", "item_opinions"),
            *("report_versions", "report_version_events", "report_sections", "report_section_events"),
            *("report_hearings", "report_hearing_events", "report_points", "report_point_events", "report_problems"),
            *("report_changes", "truth_answers", "rectification_items", "rectification_events", "carried_items"),
            *("batches", "proofs", "proof_contents", "tasks", "task_events", "task_dependencies", "plan_shifts"),
            *("past_task_dependencies",),
            *("plan_shift_phases", "phase_marks", "publications", "publication_events"),
            *("papers", "paper_events", "paper_contents", "letterheads", "letterhead_events"),
            *("public_pages", "public_page_events"),
        ),
    ),
    Kept(
        "活动和人员",
        "单位、活动的方案，班子成员和责任人的姓名、职务、分工",
        "写明谁牵头、谁负责",
        _SIGNED_IN,
        _AS_LONG_AS_THE_LEDGER,
        ("units", "activities", "phases", "people", "terms", "criteria", "answers"),
    ),
    Kept(
        "上报",
        "报给谁；报上去的各份：各页上的数字、各项工作和整改事项的状态与日子、程序检查、评议各档的张数、公开过的公文的指纹；"
        "没有姓名、来自谁、不到 5 人的数，文字只有本单位勾选的标题；上级交办的事项、要报的期限、下发的方案、谁接收；"
        "上级那里还有各单位的名称、密钥的指纹和交办给它的事项",
        "上级看得到各单位走到哪一步",
        "本单位和收它的上级",
        _AS_LONG_AS_THE_LEDGER,
        (
            *("unit_steps", "unit_keys", "superiors", "own_submissions", "submission_answers", "submission_contents"),
            *("submissions", "submitted_figures", "submitted_rounds", "submitted_answers", "submitted_steps"),
            *("submitted_verdicts", "submitted_items", "submitted_themes", "submitted_papers", "submitted_summed"),
            *("submitted_step_sums", "submitted_verdict_sums", "submitted_item_sums"),
            *("submission_deadlines", "submission_excuses", "submission_reminders"),
            *("assignment_steps", "assignment_receipts", "assigned_steps", "assigned_items"),
            *("superior_deadlines", "superior_plans", "superior_plan_decisions", "superior_plan_tasks"),
            *("plan_versions", "plan_version_receipts", "forwards", "forward_answers"),
        ),
    ),
    Kept(
        "导入的文件",
        "文件名、大小、指纹、行数、谁导入的；文件里能认出人的列（姓名、电话、地址、昵称、准确时间）不保存",
        "同一份不导入两次，能撤销",
        "工作人员",
        _AS_LONG_AS_THE_LEDGER,
        ("imports", "import_keys", "import_mappings", "import_orders"),
    ),
    Kept(
        "账号",
        "登录名、显示的名字、角色、是活动里的哪个人、密码的摘要（还原不出密码）、是不是管理员给的还没有改；连着单位统一账号的，还有发证方的地址和统一账号编号；选的外观",
        "知道是谁，能办什么",
        "管理员；台账上写着谁办的，看台账的人也看得到；密码没有人看得到",
        "停用的账号不能再登录；注销以后都删去，办过的事写作“已注销账号”加编号，以前的备份里到换下为止还有",
        ("accounts", "account_roles", "account_people", "account_subjects", "account_words", "account_looks"),
    ),
    Kept(
        "登录",
        "登录凭证的摘要；输错的登录名和时间",
        "认出登录着的人，挡住猜密码的",
        "没有人看得到",
        f"登录最长 {_HOURS} 小时；输错的一刻钟后不再计",
        ("sessions", "sign_in_failures"),
    ),
    Kept(
        "录入草稿和视图",
        "没有录完的评议表，表单里填了还没有保存的内容、页面上开着哪张表单（放在数据文件旁边，不进备份），存下来的筛选",
        "不丢录了一半的",
        "本人；给大家用的视图大家看",
        f"保存或放弃就删，没有保存的最长 {KEPT_FOR.days} 天，开着哪张表单 1 天；视图由本人删",
        ("entry_drafts", "saved_views"),
    ),
    Kept(
        "操作记录",
        "有账号的人每一次保存、登录、导出、没有获准的办理：谁、什么时候、从哪个地址和哪类设备；不写内容，网上交评议表不留",
        "出了事查得清楚",
        "管理员",
        _AS_LONG_AS_THE_LEDGER,
        ("audit_entries",),
    ),
    Kept(
        "程序自己用的",
        "版本号和次序号；按过哪张表单的按钮（只是一个随机的号码，看不出是谁、办的什么）",
        "升级和即时更新；按两次也只办一次",
        "没有人看得到",
        "一直；随机的号码 60 天",
        ("schema_migrations", "store_state", "presses"),
    ),
)

NEVER_KEPT: tuple[str, ...] = (
    "填评议表的人的姓名、电话、住址、网络地址、设备型号、填写的时刻",
    "哪个填写码填的是哪一张",
    "提意见的人的姓名",
    "谈心谈了什么",
    "密码本身；统一账号那边的手机号、邮箱和别的资料，以及它发来的凭证",
    "给别的网站的数据，除了本单位自己冻结、看过、报给上级的那一份：程序只在本单位的电脑上运行，页面不向别的网站要任何东西",
)
