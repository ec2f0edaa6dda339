-- Meetings held with slides: what was on the wall, what was decided there, and the minutes.
-- state: open, closed. left_out: names of slides that aren't shown, a line each. digest: of the slides.
CREATE TABLE sittings (
    activity_id TEXT NOT NULL,
    sitting_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    meeting_id TEXT NOT NULL,
    audience TEXT NOT NULL,
    left_out TEXT NOT NULL,
    digest TEXT NOT NULL,
    frozen_at TIMESTAMP NOT NULL,
    state TEXT NOT NULL,
    minutes TEXT NOT NULL,
    PRIMARY KEY (activity_id, sitting_id)
);

CREATE TABLE sitting_events (
    activity_id TEXT,
    sitting_id TEXT,
    seq INTEGER,
    meeting_id TEXT,
    audience TEXT,
    left_out TEXT,
    digest TEXT,
    frozen_at TIMESTAMP,
    state TEXT,
    minutes TEXT,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

-- The slides as they were shown. content: JSON.
CREATE TABLE sitting_slides (
    activity_id TEXT NOT NULL,
    sitting_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (activity_id, sitting_id, place)
);

-- What a meeting decided. item_id '': about no item. fields: JSON, what the ledger's action takes. state: done, waiting
-- (for somebody who may carry it out), declined, undone. item_batch: the batch that carried it out.
CREATE TABLE decisions (
    activity_id TEXT NOT NULL,
    decision_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    sitting_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    item_id TEXT NOT NULL,
    content TEXT NOT NULL,
    fields TEXT NOT NULL,
    state TEXT NOT NULL,
    item_batch TEXT NOT NULL,
    PRIMARY KEY (activity_id, decision_id)
);

CREATE TABLE decision_events (
    activity_id TEXT,
    decision_id TEXT,
    seq INTEGER,
    sitting_id TEXT,
    kind TEXT,
    item_id TEXT,
    content TEXT,
    fields TEXT,
    state TEXT,
    item_batch TEXT,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);
