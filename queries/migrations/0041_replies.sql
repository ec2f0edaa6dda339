-- 异议: what the public answers to the items of a published paper. Who answered what is kept nowhere: answers wait,
-- sealed, in ballot_pool (kind: views, sentences; round_id: the opening's id) until the opening ends.

-- One row per time that answers to a paper were asked for. entry: codes (one-time codes), link (open, with a limit per
-- device). closes_on: the last day, NULL where none is set. address: what phones open, without a path. ended_at and
-- received_count: NULL until it is ended.
CREATE TABLE reply_openings (
    activity_id TEXT NOT NULL,
    opening_id TEXT NOT NULL,
    paper_id TEXT NOT NULL,
    entry TEXT NOT NULL,
    device_limit INTEGER NOT NULL,
    closes_on DATE,
    address TEXT NOT NULL,
    ended_at TIMESTAMP,
    received_count INTEGER,
    PRIMARY KEY (opening_id)
);

-- Codes not used yet, as keyed hashes.
CREATE TABLE reply_codes (
    activity_id TEXT NOT NULL,
    opening_id TEXT NOT NULL,
    code_hash TEXT NOT NULL
);

-- What a device that used an open link may not do again, as keyed hashes of a number that only the device holds.
CREATE TABLE reply_devices (
    activity_id TEXT NOT NULL,
    opening_id TEXT NOT NULL,
    turn_hash TEXT NOT NULL
);

-- How many answered what to an item, written when the opening ends; none of an item that too few answered to.
-- view: satisfied, mostly_satisfied, dissatisfied.
CREATE TABLE reply_counts (
    activity_id TEXT NOT NULL,
    opening_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    view TEXT NOT NULL,
    answer_count INTEGER NOT NULL
);
