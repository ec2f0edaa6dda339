-- name: insert
-- Adds one row a criticism: its present state.
INSERT INTO criticisms BY NAME
SELECT * FROM given;

-- name: insert_events
-- Adds one row an event: the criticism's whole state after it.
INSERT INTO criticism_events BY NAME
SELECT * FROM given;

-- name: delete
-- Takes a criticism's present state away, to be followed by the new one.
DELETE FROM criticisms
WHERE
    activity_id = $activity_id
    AND criticism_id = $criticism_id;

-- name: present
-- One row per criticism as it stands, removed ones included.
SELECT *
FROM criticisms
WHERE activity_id = $activity_id;

-- name: last_event_at
-- One row: when the newest event of a criticism happened.
SELECT max(happened_at) AS happened_at
FROM criticism_events
WHERE
    activity_id = $activity_id
    AND criticism_id = $record_id;

-- name: events
-- One row per event of a criticism, oldest first: what happened and the state it led to.
SELECT *
FROM criticism_events
WHERE
    activity_id = $activity_id
    AND criticism_id = $record_id
ORDER BY seq;

-- name: criticisms
-- One row per criticism there was at the end of a day, in the order they were made.
WITH newest AS (
    SELECT
        activity_id,
        criticism_id,
        max(seq) AS seq
    FROM criticism_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
),

states AS (
    SELECT criticism_events.*
    FROM newest
    INNER JOIN criticism_events
        ON
            newest.activity_id = criticism_events.activity_id
            AND newest.criticism_id = criticism_events.criticism_id
            AND newest.seq = criticism_events.seq
    WHERE NOT criticism_events.is_removed
)

SELECT
    states.*,
    critics.name AS critic_name,
    targets.name AS target_name,
    states.critic_id = states.target_id AS is_self
FROM states
LEFT JOIN people AS critics
    ON
        states.activity_id = critics.activity_id
        AND states.critic_id = critics.person_id
LEFT JOIN people AS targets
    ON
        states.activity_id = targets.activity_id
        AND states.target_id = targets.person_id
ORDER BY length(states.criticism_id), states.criticism_id;
