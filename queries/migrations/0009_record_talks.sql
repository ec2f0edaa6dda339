-- Who talked with whom. What was said has no place here: a talk is a day, two sides, and whether views were exchanged.
-- with_kind member: with_id is another member's person_id; partner: a label of the terms of that kind.
CREATE TABLE talks (
    activity_id TEXT NOT NULL,
    talk_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    held_on DATE NOT NULL,
    member_id TEXT NOT NULL,
    with_kind TEXT NOT NULL,
    with_id TEXT NOT NULL,
    views_exchanged BOOLEAN NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, talk_id)
);

CREATE TABLE talk_events AS SELECT * FROM talks;
ALTER TABLE talk_events ADD COLUMN event_id TEXT;
ALTER TABLE talk_events ADD COLUMN happened_at TIMESTAMP;
ALTER TABLE talk_events ADD COLUMN actor_id TEXT;
ALTER TABLE talk_events ADD COLUMN actor_name TEXT;
ALTER TABLE talk_events ADD COLUMN action TEXT;
ALTER TABLE talk_events ADD COLUMN reason TEXT;
