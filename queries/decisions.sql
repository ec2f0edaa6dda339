-- name: decisions
-- One row per decision there was at the end of a day, as it was then, in the order they were made, with the id of its
-- meeting and the unit that the meeting was on.
-- happened_at, actor_id, actor_name: when it was made and by whom.
WITH states AS (
    SELECT
        * REPLACE (
            first_value(happened_at) OVER by_decision AS happened_at,
            first_value(actor_id) OVER by_decision AS actor_id,
            first_value(actor_name) OVER by_decision AS actor_name
        )
    FROM decision_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    WINDOW by_decision AS (PARTITION BY decision_id ORDER BY seq)
    QUALIFY seq = max(seq) OVER (PARTITION BY decision_id)
)

SELECT
    states.*,
    sittings.meeting_id,
    sittings.unit_id
FROM states
INNER JOIN sittings
    ON
        states.activity_id = sittings.activity_id
        AND states.sitting_id = sittings.sitting_id
ORDER BY length(states.decision_id), states.decision_id;
