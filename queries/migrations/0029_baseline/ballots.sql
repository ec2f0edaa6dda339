-- Rounds that are filled in on phones. Which code gave which ballot is kept nowhere: see board/ballots/pool.py.

-- One row per round that was ever opened online. entry: codes (one-time codes), link (open, with a limit per device).
-- link_group: whom an open link asks; '' where the form asks. closes_on: the last day, NULL where none is set.
-- address: what phones open, '' for the address at which the clerk sees the board.
CREATE TABLE ballot_openings (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    opening_id TEXT NOT NULL,
    entry TEXT NOT NULL,
    device_limit INTEGER NOT NULL,
    link_group TEXT NOT NULL,
    closes_on DATE,
    address TEXT NOT NULL,
    is_open BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, round_id)
);

-- Codes not used yet, as keyed hashes: a code that was used is gone, and nothing is left that tells when it went.
CREATE TABLE ballot_codes (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    group_label TEXT NOT NULL,
    code_hash TEXT NOT NULL
);

-- What a device that used an open link may not do again, as keyed hashes of a number that only the device holds.
CREATE TABLE ballot_devices (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    turn_hash TEXT NOT NULL
);

-- One row per round and group: codes made and not withdrawn, ballots that came in by the form.
CREATE TABLE ballot_intake (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    group_label TEXT NOT NULL,
    made_count INTEGER NOT NULL,
    received_count INTEGER NOT NULL
);

-- Ballots that came in and aren't counted yet, sealed with a key kept beside the file. kind: answers, words
-- (suggestions, kept apart from its answers; group_label is '' then). Every ballot leaves one of each, all of one
-- length.
CREATE TABLE ballot_pool (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    group_label TEXT NOT NULL,
    seal_id TEXT NOT NULL,
    sealed BLOB NOT NULL
);

-- What a person is typing in from paper, until it is saved: as JSON, a ballot as its digits.
CREATE TABLE entry_drafts (
    activity_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    draft TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (activity_id, account_id)
);
