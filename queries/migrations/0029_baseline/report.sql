-- The report (分析检查报告): its versions section by section, who was heard on them, what they said and what became of
-- it, the problems it tells of, the criteria it answers, and the findings of the truth check that were answered.

-- stage: draft, consulted, final. based_on: the version it was copied from. approved_on, open_reason: of a final one,
-- when, and why points were left open.
CREATE TABLE report_versions (
    activity_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    stage TEXT NOT NULL,
    made_on DATE NOT NULL,
    note TEXT NOT NULL,
    based_on TEXT,
    approved_on DATE,
    open_reason TEXT NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, version_id)
);

CREATE TABLE report_version_events (
    activity_id TEXT,
    version_id TEXT,
    seq INTEGER,
    stage TEXT,
    made_on DATE,
    note TEXT,
    based_on TEXT,
    approved_on DATE,
    open_reason TEXT,
    is_removed BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

-- section_id: version and position, B2-1. section: as the activity's terms name it. note: why this version changed it.
CREATE TABLE report_sections (
    activity_id TEXT NOT NULL,
    section_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    section TEXT NOT NULL,
    position INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    content TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (activity_id, section_id)
);

CREATE TABLE report_section_events (
    activity_id TEXT,
    section_id TEXT,
    version_id TEXT,
    section TEXT,
    position INTEGER,
    seq INTEGER,
    content TEXT,
    note TEXT,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

-- Who was heard on a version: a group of people, never a name.
CREATE TABLE report_hearings (
    activity_id TEXT NOT NULL,
    hearing_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    held_on DATE NOT NULL,
    heard_count INTEGER NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, hearing_id)
);

CREATE TABLE report_hearing_events (
    activity_id TEXT,
    hearing_id TEXT,
    version_id TEXT,
    seq INTEGER,
    group_label TEXT,
    way TEXT,
    held_on DATE,
    heard_count INTEGER,
    is_removed BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

-- handling: open, changed, declined. handled_in: the later version that was changed for it. answer: how, or why not.
CREATE TABLE report_points (
    activity_id TEXT NOT NULL,
    point_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    hearing_id TEXT,
    seq INTEGER NOT NULL,
    section TEXT,
    content TEXT NOT NULL,
    handling TEXT NOT NULL,
    handled_in TEXT,
    answer TEXT NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, point_id)
);

CREATE TABLE report_point_events (
    activity_id TEXT,
    point_id TEXT,
    version_id TEXT,
    hearing_id TEXT,
    seq INTEGER,
    section TEXT,
    content TEXT,
    handling TEXT,
    handled_in TEXT,
    answer TEXT,
    is_removed BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

-- Which problem a section of a version mentions. unlinked_at NULL: it still holds.
CREATE TABLE report_problems (
    activity_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    section TEXT NOT NULL,
    problem_id TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL,
    unlinked_at TIMESTAMP
);

-- Which changed section of a version of the report answers a criterion that the people judged badly. That the section
-- reads otherwise than in the version before is asked of the sections themselves. unlinked_at NULL: it still holds.
CREATE TABLE report_changes (
    activity_id TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    section TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL,
    unlinked_at TIMESTAMP
);

-- Why a finding of the truth check doesn't apply. finding_key: of what was found and the sentence, so an answer holds
-- as long as the sentence stays the same. withdrawn_at NULL: it still holds.
CREATE TABLE truth_answers (
    activity_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    finding_key TEXT NOT NULL,
    reason TEXT NOT NULL,
    answered_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    withdrawn_at TIMESTAMP
);
