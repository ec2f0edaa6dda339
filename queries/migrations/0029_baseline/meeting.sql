-- Talks, what members wrote before the meeting, and what happened at it.

-- Who talked with whom. What was said has no place here: a talk is a day, two sides, and whether views were exchanged.
-- with_kind member: with_id is another member's person_id; partner: a label of the terms of that kind.
CREATE TABLE talks (
    activity_id TEXT NOT NULL,
    talk_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    held_on DATE NOT NULL,
    member_id TEXT NOT NULL,
    with_kind TEXT NOT NULL,
    with_id TEXT NOT NULL,
    views_exchanged BOOLEAN NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, talk_id)
);

CREATE TABLE talk_events (
    activity_id TEXT,
    talk_id TEXT,
    seq INTEGER,
    held_on DATE,
    member_id TEXT,
    with_kind TEXT,
    with_id TEXT,
    views_exchanged BOOLEAN,
    is_removed BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

-- One row a finding of a member's paper: under one mirror, about one aspect.
CREATE TABLE outlines (
    activity_id TEXT NOT NULL,
    outline_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    member_id TEXT NOT NULL,
    mirror TEXT NOT NULL,
    aspect TEXT NOT NULL,
    content TEXT NOT NULL,
    written_on DATE NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, outline_id)
);

CREATE TABLE outline_events (
    activity_id TEXT,
    outline_id TEXT,
    seq INTEGER,
    member_id TEXT,
    mirror TEXT,
    aspect TEXT,
    content TEXT,
    written_on DATE,
    is_removed BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

CREATE TABLE meetings (
    activity_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    held_on DATE NOT NULL,
    PRIMARY KEY (activity_id, meeting_id)
);

-- Apart from `meetings`, which knows no history.
CREATE TABLE meeting_records (
    activity_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    theme_stated BOOLEAN NOT NULL,
    minutes TEXT NOT NULL,
    PRIMARY KEY (activity_id, meeting_id)
);

CREATE TABLE meeting_record_events (
    activity_id TEXT,
    meeting_id TEXT,
    seq INTEGER,
    theme_stated BOOLEAN,
    minutes TEXT,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

-- presence: present, absent, excused. A row holds from noted_at until replaced_at (NULL: still).
CREATE TABLE meeting_attendance (
    activity_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    presence TEXT NOT NULL,
    noted_at TIMESTAMP NOT NULL,
    replaced_at TIMESTAMP,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);

-- critic_id = target_id: self-criticism.
CREATE TABLE criticisms (
    activity_id TEXT NOT NULL,
    criticism_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    meeting_id TEXT NOT NULL,
    critic_id TEXT NOT NULL,
    target_id TEXT NOT NULL,
    aspect TEXT NOT NULL,
    content TEXT NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, criticism_id)
);

CREATE TABLE criticism_events (
    activity_id TEXT,
    criticism_id TEXT,
    seq INTEGER,
    meeting_id TEXT,
    critic_id TEXT,
    target_id TEXT,
    aspect TEXT,
    content TEXT,
    is_removed BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);
