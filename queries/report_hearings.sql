-- name: insert
-- Adds one row a hearing: its present state.
INSERT INTO report_hearings BY NAME
SELECT * FROM given;

-- name: insert_events
-- Adds one row an event: the whole state of a hearing after it.
INSERT INTO report_hearing_events BY NAME
SELECT * FROM given;

-- name: delete
-- Takes the present state of a hearing away, to be followed by the new one.
DELETE FROM report_hearings
WHERE
    activity_id = $activity_id
    AND hearing_id = $hearing_id;

-- name: present
-- One row a hearing that was ever written: its present state.
SELECT *
FROM report_hearings
WHERE activity_id = $activity_id
ORDER BY length(hearing_id), hearing_id;

-- name: last_event_at
-- One row: when the newest event of a hearing happened.
SELECT max(happened_at) AS happened_at
FROM report_hearing_events
WHERE
    activity_id = $activity_id
    AND hearing_id = $hearing_id;

-- name: events
-- One row per event of a hearing, oldest first: what happened and the state it led to.
SELECT *
FROM report_hearing_events
WHERE
    activity_id = $activity_id
    AND hearing_id = $hearing_id
ORDER BY seq;

-- name: hearings
-- One row per hearing there was at the end of a day, as its last event up to that day left it.
WITH newest AS (
    SELECT
        activity_id,
        hearing_id,
        max(seq) AS seq
    FROM report_hearing_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
)

SELECT states.*
FROM newest
INNER JOIN report_hearing_events AS states
    ON
        newest.activity_id = states.activity_id
        AND newest.hearing_id = states.hearing_id
        AND newest.seq = states.seq
ORDER BY states.held_on, length(states.hearing_id), states.hearing_id;
