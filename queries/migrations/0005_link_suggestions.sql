-- What suggestions on ballots led to.

-- One row per suggestion that became an opinion; several may have become one.
CREATE TABLE suggestion_opinions (
    activity_id TEXT NOT NULL,
    suggestion_id TEXT NOT NULL,
    opinion_id TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL,
    PRIMARY KEY (activity_id, suggestion_id)
);
