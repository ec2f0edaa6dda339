-- name: criticisms
-- One row per criticism there was at the end of a day, in the order they were made.
WITH states AS (
    SELECT *
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
