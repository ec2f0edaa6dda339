-- What the stage of study and inquiry found (学习调研成果), a finding a row.
CREATE TABLE studies (
    activity_id TEXT NOT NULL,
    study_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    topic TEXT NOT NULL,
    content TEXT NOT NULL,
    found_on DATE NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, study_id)
);

CREATE TABLE study_events (
    activity_id TEXT,
    study_id TEXT,
    seq INTEGER,
    topic TEXT,
    content TEXT,
    found_on DATE,
    is_removed BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

-- study_id: the finding of a study that a member's finding draws on; '': none.
ALTER TABLE outlines ADD COLUMN study_id TEXT DEFAULT '';
ALTER TABLE outline_events ADD COLUMN study_id TEXT DEFAULT '';
