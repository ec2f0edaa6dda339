-- What was told to whom, and which phases were called done, though rules may not have been kept.

-- what: report, result, rectification, briefing. published_on NULL: written, and not published yet.
CREATE TABLE publications (
    activity_id TEXT NOT NULL,
    publication_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    what TEXT NOT NULL,
    title TEXT NOT NULL,
    written_on DATE NOT NULL,
    published_on DATE,
    place TEXT NOT NULL,
    audience TEXT NOT NULL,
    note TEXT NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, publication_id)
);

CREATE TABLE publication_events AS SELECT * FROM publications;
ALTER TABLE publication_events ADD COLUMN event_id TEXT;
ALTER TABLE publication_events ADD COLUMN happened_at TIMESTAMP;
ALTER TABLE publication_events ADD COLUMN actor_id TEXT;
ALTER TABLE publication_events ADD COLUMN actor_name TEXT;
ALTER TABLE publication_events ADD COLUMN action TEXT;
ALTER TABLE publication_events ADD COLUMN reason TEXT;

-- purpose: what a phase is for, by which the rules of procedure know it: meeting, report, evaluation, or blank.
ALTER TABLE phases ADD COLUMN purpose TEXT DEFAULT '';

-- One row a time somebody called a phase done or took that back; the newest counts. reason: why, where rules had not
-- been kept; failed_count: how many had not.
CREATE TABLE phase_marks (
    activity_id TEXT NOT NULL,
    phase_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    is_done BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    failed_count INTEGER NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    PRIMARY KEY (activity_id, phase_id, seq)
);
