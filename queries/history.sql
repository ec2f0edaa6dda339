-- Statements of every subject with a history (`HISTORIES` in board/store/sql.py): its tables and id take the place of
-- records, events and id.

-- name: insert
-- Adds one row a record: its present state.
INSERT INTO records BY NAME
SELECT * FROM given;

-- name: insert_events
-- Adds one row an event: the record's whole state after it.
INSERT INTO events BY NAME
SELECT * FROM given;

-- name: delete
-- Takes a record's present state away, to be followed by the new one.
DELETE FROM records
WHERE
    activity_id = $activity_id
    AND id = $id;

-- name: delete_many
-- Takes the present states of many records away, to be followed by the new ones.
DELETE FROM records
WHERE
    activity_id = $activity_id
    AND id IN (SELECT unnest(cast($ids AS TEXT[])));

-- name: present
-- One row per record, those taken out of the lists included: its present state.
SELECT *
FROM records
WHERE activity_id = $activity_id
ORDER BY length(id), id;

-- name: current
-- At most one row: a record's present state.
SELECT *
FROM records
WHERE
    activity_id = $activity_id
    AND id = $id;

-- name: events
-- One row per event of a record, oldest first: what happened and the state it led to.
SELECT *
FROM events
WHERE
    activity_id = $activity_id
    AND id = $id
ORDER BY seq;

-- name: last_event_at
-- One row: when the newest event of a record happened.
SELECT max(happened_at) AS happened_at
FROM events
WHERE
    activity_id = $activity_id
    AND id = $id;
