-- What the store knows of itself. Ids are text, minted by the application and stable. Every row of a ledger belongs to
-- an activity. A table named <subject>_events holds the history of <subject>: one row an event, with the record's whole
-- state after it, so that the state on any day is the last row up to that day.

-- One row a step that the schema was brought on by: the baseline is the first.
CREATE TABLE schema_migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at TIMESTAMP NOT NULL
);

-- One row. data_version rises with every write that a page can show, access_version with accounts and sessions.
CREATE TABLE store_state (
    data_version BIGINT NOT NULL,
    access_version BIGINT NOT NULL,
    data_changed_at TIMESTAMP NOT NULL
);
INSERT INTO store_state VALUES (0, 0, TIMESTAMP '1970-01-01');

-- Which presses of a form's or a button's key were carried out: a random key for each opened form, entered by the write
-- that it led to, so that the same press, sent again, writes nothing. Tells of no record and of no person.
CREATE TABLE presses (
    press TEXT NOT NULL,
    pressed_at TIMESTAMP NOT NULL
);
