-- A deadline may be locked: what is to be submitted for it is then neither taken nor corrected after it, but of units
-- that are excused.
ALTER TABLE submission_deadlines ADD COLUMN is_locked BOOLEAN DEFAULT FALSE;

-- One row per state of a deadline that came from the superior; the last of a deadline counts. made_at: when the
-- superior made what it came in. reminded_at NULL: this unit was not reminded of it.
CREATE TABLE superior_deadlines (
    activity_id TEXT NOT NULL,
    deadline_id TEXT NOT NULL,
    name TEXT NOT NULL,
    for_on DATE NOT NULL,
    due_on DATE NOT NULL,
    is_locked BOOLEAN NOT NULL,
    is_excused BOOLEAN NOT NULL,
    is_removed BOOLEAN NOT NULL,
    reminded_at TIMESTAMP,
    made_at TIMESTAMP NOT NULL,
    received_at TIMESTAMP NOT NULL
);
