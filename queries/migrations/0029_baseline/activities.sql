-- An activity as its plan lays it out, and what is kept of it as a whole.

CREATE TABLE units (
    unit_id TEXT PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE activities (
    activity_id TEXT PRIMARY KEY,
    unit_id TEXT NOT NULL,
    plan_name TEXT NOT NULL,
    name TEXT NOT NULL,
    stage TEXT NOT NULL,
    theme TEXT NOT NULL,
    start_on DATE NOT NULL,
    end_on DATE NOT NULL,
    is_example BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- purpose: what a phase is for, by which the rules of procedure know it: meeting, report, evaluation, or blank.
CREATE TABLE phases (
    activity_id TEXT NOT NULL,
    phase_id TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    start_on DATE NOT NULL,
    end_on DATE NOT NULL,
    purpose TEXT DEFAULT '',
    PRIMARY KEY (activity_id, phase_id)
);

-- One row a time somebody called a phase done or took that back; the newest counts. reason: why, where rules had not
-- been kept; failed_count: how many had not.
CREATE TABLE phase_marks (
    activity_id TEXT NOT NULL,
    phase_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    is_done BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    failed_count INTEGER NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    PRIMARY KEY (activity_id, phase_id, seq)
);

-- The words an activity may choose from. kind: channel, giver, aspect, mirror, department, group, source.
-- required: the plan demands that this channel, giver or group be heard.
CREATE TABLE terms (
    activity_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    position INTEGER NOT NULL,
    required BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, kind, label)
);

-- Everyone who can lead, own or verify; is_member marks the leading group, is_principal its head.
CREATE TABLE people (
    activity_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    field TEXT NOT NULL,
    department TEXT NOT NULL,
    is_member BOOLEAN NOT NULL,
    is_principal BOOLEAN NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (activity_id, person_id)
);

-- query: the filters as JSON, key → value as they stand in the URL.
CREATE TABLE saved_views (
    activity_id TEXT NOT NULL,
    view_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    is_shared BOOLEAN NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (activity_id, view_id)
);
