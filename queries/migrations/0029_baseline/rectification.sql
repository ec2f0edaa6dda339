-- The ledger of rectification items, actions on many of them at once, and files as proof.

-- kind: immediate, dated, deferred. status: not_started, in_progress, submitted, closed.
-- people_view: satisfied, mostly_satisfied, dissatisfied. percent: 0 to 100.
-- was_late: had passed a due date unclosed by this event. progressed_on: the last day anything moved.
-- report_section: a section of the report, as the activity's terms name them. criterion_id: of the evaluation.
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
    report_section TEXT DEFAULT '',
    criterion_id TEXT,
    PRIMARY KEY (activity_id, item_id)
);

-- batch_id: the batch that an event came of.
CREATE TABLE rectification_events (
    activity_id TEXT,
    item_id TEXT,
    seq INTEGER,
    source TEXT,
    aspect TEXT,
    problem TEXT,
    subjective_cause TEXT,
    objective_cause TEXT,
    measure TEXT,
    target TEXT,
    kind TEXT,
    leader_id TEXT,
    owner_id TEXT,
    department TEXT,
    helpers TEXT,
    verifier_id TEXT,
    found_on DATE,
    start_on DATE,
    due_on DATE,
    first_due_on DATE,
    status TEXT,
    percent INTEGER,
    progress TEXT,
    progressed_on DATE,
    proof TEXT,
    submitted_on DATE,
    closed_on DATE,
    people_view TEXT,
    explanation TEXT,
    explained_to TEXT,
    explained_on DATE,
    explained_how TEXT,
    conditions TEXT,
    review_on DATE,
    remark TEXT,
    was_late BOOLEAN,
    is_removed BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT,
    report_section TEXT DEFAULT '',
    criterion_id TEXT,
    batch_id TEXT
);

-- A link between an item and an opinion holds from linked_at until unlinked_at (NULL: still), as those of problems do.
CREATE TABLE item_opinions (
    activity_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    opinion_id TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL,
    unlinked_at TIMESTAMP
);

-- One action on many items, undone as a whole: each of its events names it. title: what it did, in words.
CREATE TABLE batches (
    activity_id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    title TEXT NOT NULL,
    item_count INTEGER NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    undone_at TIMESTAMP,
    PRIMARY KEY (activity_id, batch_id)
);

-- One row an item that another activity left unfinished and this one goes on with: both stay, and each knows of the
-- other. batch_id: of the activity it went to, by which it is undone.
CREATE TABLE carried_items (
    from_activity_id TEXT NOT NULL,
    from_item_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    carried_at TIMESTAMP NOT NULL,
    PRIMARY KEY (activity_id, item_id)
);

-- One row a version of a file: the same name on the same record again is the next version. subject: whose records the
-- file belongs to (rectification, tasks); record_id: the one of them.
CREATE TABLE proofs (
    activity_id TEXT NOT NULL,
    proof_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    name TEXT NOT NULL,
    byte_count BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    withdrawn_at TIMESTAMP,
    subject TEXT DEFAULT 'rectification',
    PRIMARY KEY (activity_id, proof_id, version)
);

-- Apart from their names and dates, so that a list of files never reads one.
CREATE TABLE proof_contents (
    sha256 TEXT PRIMARY KEY,
    content BLOB NOT NULL
);
