-- What was shown of a round whenever an import stopped counting, so that nothing shown later differs from it by one to
-- four answers.

-- state_no: from 1 in a round. One row per lump shown then, day it counts from, import, group, way, day, criterion and
-- rank;
-- columns as of answer_lumps.
CREATE TABLE shown_states (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    state_no INTEGER NOT NULL,
    lump_no INTEGER NOT NULL,
    counted_on DATE NOT NULL,
    import_id TEXT,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    criterion_id TEXT NOT NULL,
    rank INTEGER NOT NULL,
    answer_count BIGINT NOT NULL
);

-- Whether who brought it said that these are other ballots, though an earlier import holds the same answers or nearly.
ALTER TABLE imports ADD COLUMN is_other BOOLEAN DEFAULT FALSE;
