-- name: insert
-- Adds one row a finding: its present state.
INSERT INTO outlines BY NAME
SELECT * FROM given;

-- name: insert_events
-- Adds one row an event: the finding's whole state after it.
INSERT INTO outline_events BY NAME
SELECT * FROM given;

-- name: delete
-- Takes a finding's present state away, to be followed by the new one.
DELETE FROM outlines
WHERE
    activity_id = $activity_id
    AND outline_id = $outline_id;

-- name: present
-- One row per finding as it stands, removed ones included.
SELECT *
FROM outlines
WHERE activity_id = $activity_id;

-- name: last_event_at
-- One row: when the newest event of a finding happened.
SELECT max(happened_at) AS happened_at
FROM outline_events
WHERE
    activity_id = $activity_id
    AND outline_id = $record_id;

-- name: events
-- One row per event of a finding, oldest first: what happened and the state it led to.
SELECT *
FROM outline_events
WHERE
    activity_id = $activity_id
    AND outline_id = $record_id
ORDER BY seq;

-- name: outlines
-- One row per finding there was at the end of a day, by member, mirror and day.
WITH newest AS (
    SELECT
        activity_id,
        outline_id,
        max(seq) AS seq
    FROM outline_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
),

states AS (
    SELECT outline_events.*
    FROM newest
    INNER JOIN outline_events
        ON
            newest.activity_id = outline_events.activity_id
            AND newest.outline_id = outline_events.outline_id
            AND newest.seq = outline_events.seq
    WHERE NOT outline_events.is_removed
)

SELECT
    states.*,
    people.name AS member_name
FROM states
LEFT JOIN people
    ON
        states.activity_id = people.activity_id
        AND states.member_id = people.person_id
LEFT JOIN terms
    ON
        states.activity_id = terms.activity_id
        AND terms.kind = 'mirror'
        AND states.mirror = terms.label
ORDER BY people.position, terms.position, length(states.outline_id), states.outline_id;
