-- 转报: what a collector took goes up to the one above it. All of it only grows.

-- forwards: what goes up of the units below. '': nothing; whole: each file as it came; sums: what is frozen is their
-- sum.
ALTER TABLE superiors ADD COLUMN forwards TEXT DEFAULT '';

-- One row per answer of the superior to what was forwarded: a receipt as it came, or why it was not taken ('' in the
-- other; both: it waits again). unit_id: as the superior knows this bureau. submission_no 0: of its tree of units.
CREATE TABLE forward_answers (
    activity_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    submission_no BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    receipt TEXT NOT NULL,
    refusal TEXT NOT NULL,
    answered_at TIMESTAMP NOT NULL
);

-- One row per cover taken of a bureau below (unit_id), signed with its key. number: the submission's there; 0: only its
-- tree of units. submission_no: the submission's here, 0 for none.
CREATE TABLE forwards (
    unit_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    received_at TIMESTAMP NOT NULL,
    fingerprint TEXT NOT NULL,
    submission_no BIGINT NOT NULL
);
