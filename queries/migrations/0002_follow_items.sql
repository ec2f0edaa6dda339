-- What the ledger of rectification items needs to be worked in: where an item stands in the report and which criterion
-- asked for it, actions on many items at once, files as proof, and filters kept under a name.

-- report_section: a section of the report, as the activity's terms name them. criterion_id: of the evaluation.
ALTER TABLE rectification_items ADD COLUMN report_section TEXT DEFAULT '';
ALTER TABLE rectification_items ADD COLUMN criterion_id TEXT;
ALTER TABLE rectification_events ADD COLUMN report_section TEXT DEFAULT '';
ALTER TABLE rectification_events ADD COLUMN criterion_id TEXT;
ALTER TABLE rectification_events ADD COLUMN batch_id TEXT;

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

-- One row a version of a file: the same name on the same item again is the next version.
CREATE TABLE proofs (
    activity_id TEXT NOT NULL,
    proof_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    item_id TEXT NOT NULL,
    name TEXT NOT NULL,
    byte_count BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    withdrawn_at TIMESTAMP,
    PRIMARY KEY (activity_id, proof_id, version)
);

-- Apart from what is said of them, so that a list of files never reads one.
CREATE TABLE proof_contents (
    sha256 TEXT PRIMARY KEY,
    content BLOB NOT NULL
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
