-- Publications and their audience. what: report, result, rectification, briefing. published_on NULL: written, and not
-- published yet.
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

CREATE TABLE publication_events (
    activity_id TEXT,
    publication_id TEXT,
    seq INTEGER,
    what TEXT,
    title TEXT,
    written_on DATE,
    published_on DATE,
    place TEXT,
    audience TEXT,
    note TEXT,
    is_removed BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);
