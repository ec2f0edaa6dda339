-- name: criticisms
-- One row per criticism there was at the end of a day, in the order they were made. registered_at: when it was entered.
WITH states AS (
    SELECT
        *,
        min(happened_at) OVER (PARTITION BY criticism_id) AS registered_at
    FROM criticism_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY seq = max(seq) OVER (PARTITION BY criticism_id) AND NOT is_removed
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

-- name: known_now
-- One row per criticism there is now, as it is now, from the day of its meeting.
WITH newest AS (
    SELECT *
    FROM main.criticism_events
    QUALIFY seq = max(seq) OVER (PARTITION BY activity_id, criticism_id) AND NOT is_removed
)

SELECT newest.* REPLACE (least(newest.happened_at, cast(main.meetings.held_on AS TIMESTAMP)) AS happened_at)
FROM newest
INNER JOIN main.meetings
    ON
        newest.activity_id = main.meetings.activity_id
        AND newest.meeting_id = main.meetings.meeting_id;
