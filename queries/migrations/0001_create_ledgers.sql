-- The ledgers. Every row belongs to an activity; ids are text, minted by the application and stable.
-- A table named <subject>_events holds the history of <subject>: one row an event, with the record's whole state
-- after it, so that the state on any day is the last row up to that day.

CREATE TABLE schema_migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at TIMESTAMP NOT NULL
);

-- One row. data_version rises with every write that a page can show, access_version with accounts and sessions.
CREATE TABLE store_state (
    data_version BIGINT NOT NULL,
    access_version BIGINT NOT NULL,
    data_changed_at TIMESTAMP NOT NULL
);
INSERT INTO store_state VALUES (0, 0, TIMESTAMP '1970-01-01');

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

CREATE TABLE phases (
    activity_id TEXT NOT NULL,
    phase_id TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    start_on DATE NOT NULL,
    end_on DATE NOT NULL,
    PRIMARY KEY (activity_id, phase_id)
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

CREATE TABLE meetings (
    activity_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    held_on DATE NOT NULL,
    PRIMARY KEY (activity_id, meeting_id)
);

-- status: not_started, in_progress, done.
CREATE TABLE tasks (
    activity_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    phase_id TEXT NOT NULL,
    name TEXT NOT NULL,
    output TEXT NOT NULL,
    output_ready BOOLEAN NOT NULL,
    leader_id TEXT,
    start_on DATE NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    status TEXT NOT NULL,
    note TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (activity_id, task_id)
);

CREATE TABLE task_dependencies (
    activity_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    after_task_id TEXT NOT NULL,
    PRIMARY KEY (activity_id, task_id, after_task_id)
);

CREATE TABLE task_events AS SELECT * FROM tasks;
ALTER TABLE task_events ADD COLUMN event_id TEXT;
ALTER TABLE task_events ADD COLUMN happened_at TIMESTAMP;
ALTER TABLE task_events ADD COLUMN actor_id TEXT;
ALTER TABLE task_events ADD COLUMN actor_name TEXT;
ALTER TABLE task_events ADD COLUMN action TEXT;
ALTER TABLE task_events ADD COLUMN reason TEXT;

-- status: received, sorted, fed_back. about: group or member. giver is a group of people, never a name.
CREATE TABLE opinions (
    activity_id TEXT NOT NULL,
    opinion_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    received_on DATE NOT NULL,
    channel TEXT NOT NULL,
    giver TEXT NOT NULL,
    about TEXT NOT NULL,
    member_id TEXT,
    aspect TEXT,
    theme TEXT NOT NULL,
    content TEXT NOT NULL,
    status TEXT NOT NULL,
    sorted_on DATE,
    fed_back_on DATE,
    fed_back_to TEXT NOT NULL,
    merged_into TEXT,
    answer TEXT NOT NULL,
    import_id TEXT,
    PRIMARY KEY (activity_id, opinion_id)
);

CREATE TABLE opinion_events AS SELECT * FROM opinions;
ALTER TABLE opinion_events ADD COLUMN event_id TEXT;
ALTER TABLE opinion_events ADD COLUMN happened_at TIMESTAMP;
ALTER TABLE opinion_events ADD COLUMN actor_id TEXT;
ALTER TABLE opinion_events ADD COLUMN actor_name TEXT;
ALTER TABLE opinion_events ADD COLUMN action TEXT;
ALTER TABLE opinion_events ADD COLUMN reason TEXT;

-- kind: immediate, dated, deferred. status: not_started, in_progress, submitted, closed.
-- people_view: satisfied, mostly_satisfied, dissatisfied. percent: 0 to 100.
-- was_late: had passed a due date unclosed by this event. progressed_on: the last day anything moved.
CREATE TABLE rectification_items (
    activity_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    source TEXT NOT NULL,
    aspect TEXT NOT NULL,
    problem TEXT NOT NULL,
    subjective_cause TEXT NOT NULL,
    objective_cause TEXT NOT NULL,
    measure TEXT NOT NULL,
    target TEXT NOT NULL,
    kind TEXT NOT NULL,
    leader_id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    department TEXT NOT NULL,
    helpers TEXT NOT NULL,
    verifier_id TEXT,
    found_on DATE NOT NULL,
    start_on DATE NOT NULL,
    due_on DATE,
    first_due_on DATE,
    status TEXT NOT NULL,
    percent INTEGER NOT NULL,
    progress TEXT NOT NULL,
    progressed_on DATE NOT NULL,
    proof TEXT NOT NULL,
    submitted_on DATE,
    closed_on DATE,
    people_view TEXT,
    explanation TEXT NOT NULL,
    explained_to TEXT NOT NULL,
    explained_on DATE,
    explained_how TEXT NOT NULL,
    conditions TEXT NOT NULL,
    review_on DATE,
    remark TEXT NOT NULL,
    was_late BOOLEAN NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, item_id)
);

CREATE TABLE rectification_events AS SELECT * FROM rectification_items;
ALTER TABLE rectification_events ADD COLUMN event_id TEXT;
ALTER TABLE rectification_events ADD COLUMN happened_at TIMESTAMP;
ALTER TABLE rectification_events ADD COLUMN actor_id TEXT;
ALTER TABLE rectification_events ADD COLUMN actor_name TEXT;
ALTER TABLE rectification_events ADD COLUMN action TEXT;
ALTER TABLE rectification_events ADD COLUMN reason TEXT;

CREATE TABLE item_opinions (
    activity_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    opinion_id TEXT NOT NULL,
    PRIMARY KEY (activity_id, item_id, opinion_id)
);

-- is_overall marks the overall grade, which is asked beside the plan's criteria and never mixed with them.
CREATE TABLE criteria (
    activity_id TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    heading TEXT NOT NULL,
    label TEXT NOT NULL,
    position INTEGER NOT NULL,
    is_overall BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, criterion_id)
);

-- rank: 1 is the best answer. points NULL: counted apart, never scored (不了解). is_good: counts towards 优良率.
CREATE TABLE answers (
    activity_id TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    rank INTEGER NOT NULL,
    label TEXT NOT NULL,
    points DOUBLE,
    is_good BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, criterion_id, rank)
);

CREATE TABLE rounds (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    name TEXT NOT NULL,
    evaluated TEXT NOT NULL,
    opened_on DATE NOT NULL,
    closed_on DATE,
    PRIMARY KEY (activity_id, round_id)
);

-- Forms given out, by group and way (paper, online).
CREATE TABLE round_forms (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    given_out INTEGER NOT NULL,
    PRIMARY KEY (activity_id, round_id, group_label, way)
);

-- ballot_id: a number within the round; it says nothing of who or when.
-- No key on ballots and scores: an index over a million of them costs more than their import.
CREATE TABLE ballots (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    ballot_id BIGINT NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    is_void BOOLEAN NOT NULL,
    import_id TEXT
);

-- rank 0: left blank (弃权).
CREATE TABLE scores (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    ballot_id BIGINT NOT NULL,
    criterion_id TEXT NOT NULL,
    rank INTEGER NOT NULL
);

-- Suggestions stand apart from the ballots they came on, so that a wording can't be joined to its answers.
CREATE TABLE suggestions (
    activity_id TEXT NOT NULL,
    suggestion_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    content TEXT NOT NULL,
    given_on DATE NOT NULL,
    import_id TEXT
);

-- Kept in the same transaction as the ballots: a page costs the same with a hundred ballots and with a million.
CREATE TABLE ballot_totals (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    is_void BOOLEAN NOT NULL,
    ballot_count BIGINT NOT NULL
);

CREATE TABLE answer_totals (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    criterion_id TEXT NOT NULL,
    rank INTEGER NOT NULL,
    answer_count BIGINT NOT NULL
);

-- sha256: of the file's bytes, by which the same file is recognised.
CREATE TABLE imports (
    activity_id TEXT NOT NULL,
    import_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    round_id TEXT,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    byte_count BIGINT NOT NULL,
    encoding TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    imported_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    PRIMARY KEY (activity_id, import_id)
);

CREATE TABLE accounts (
    account_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    is_active BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE account_roles (
    account_id TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (account_id, role)
);

-- Which person of an activity an account is; an owner sees the items of that person.
CREATE TABLE account_people (
    account_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (account_id, activity_id)
);

-- Only the SHA-256 of a session's token is kept.
CREATE TABLE sessions (
    token_sha256 TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);

-- Failed sign-ins, by the name that was typed, whether an account has it or not.
CREATE TABLE sign_in_failures (
    name TEXT NOT NULL,
    failed_at TIMESTAMP NOT NULL
);
