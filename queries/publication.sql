-- name: insert
-- Adds one row a publication: its present state.
INSERT INTO publications BY NAME
SELECT * FROM given;

-- name: insert_events
-- Adds one row an event: the publication's whole state after it.
INSERT INTO publication_events BY NAME
SELECT * FROM given;

-- name: delete
-- Takes a publication's present state away, to be followed by the new one.
DELETE FROM publications
WHERE
    activity_id = $activity_id
    AND publication_id = $publication_id;

-- name: present
-- One row per publication as it stands, removed ones included.
SELECT *
FROM publications
WHERE activity_id = $activity_id;

-- name: last_event_at
-- One row: when the newest event of a publication happened.
SELECT max(happened_at) AS happened_at
FROM publication_events
WHERE
    activity_id = $activity_id
    AND publication_id = $record_id;

-- name: publications
-- One row per publication there was at the end of a day, as its last event up to that day left it, removed ones left
-- out.
WITH newest AS (
    SELECT
        activity_id,
        publication_id,
        max(seq) AS seq
    FROM publication_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
)

SELECT publication_events.*
FROM newest
INNER JOIN publication_events
    ON
        newest.activity_id = publication_events.activity_id
        AND newest.publication_id = publication_events.publication_id
        AND newest.seq = publication_events.seq
WHERE NOT publication_events.is_removed
ORDER BY publication_events.written_on, length(publication_events.publication_id), publication_events.publication_id;

-- name: events
-- One row per event of a publication, oldest first: what happened and the state it led to.
SELECT *
FROM publication_events
WHERE
    activity_id = $activity_id
    AND publication_id = $record_id
ORDER BY seq;
