-- Lumps that were shown once and are gone, so that a later file can be held against them. No figure is made of them.

-- past_no: from 1 in a round, else as of answer_lumps. import_id: an undone import, or one whose answers were counted
-- together with one's.
CREATE TABLE past_lumps (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    past_no INTEGER NOT NULL,
    counted_on DATE NOT NULL,
    import_id TEXT NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    criterion_id TEXT NOT NULL,
    rank INTEGER NOT NULL,
    answer_count BIGINT NOT NULL
);
