-- Problems found, what they came of and what they led to.

-- about: group or member. meeting_id: of the meeting that found it, if one did. report_section: as the terms name them.
CREATE TABLE problems (
    activity_id TEXT NOT NULL,
    problem_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    found_on DATE NOT NULL,
    meeting_id TEXT,
    about TEXT NOT NULL,
    member_id TEXT,
    aspect TEXT NOT NULL,
    content TEXT NOT NULL,
    objective_cause TEXT NOT NULL,
    subjective_cause TEXT NOT NULL,
    solve_now BOOLEAN NOT NULL,
    report_section TEXT NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, problem_id)
);

CREATE TABLE problem_events (
    activity_id TEXT,
    problem_id TEXT,
    seq INTEGER,
    found_on DATE,
    meeting_id TEXT,
    about TEXT,
    member_id TEXT,
    aspect TEXT,
    content TEXT,
    objective_cause TEXT,
    subjective_cause TEXT,
    solve_now BOOLEAN,
    report_section TEXT,
    is_removed BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

-- source_kind: opinion, talk, outline, meeting. A link holds from linked_at until unlinked_at (NULL: still).
CREATE TABLE problem_sources (
    activity_id TEXT NOT NULL,
    problem_id TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    source_id TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL,
    unlinked_at TIMESTAMP
);

CREATE TABLE problem_items (
    activity_id TEXT NOT NULL,
    problem_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL,
    unlinked_at TIMESTAMP
);
