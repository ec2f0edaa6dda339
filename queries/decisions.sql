-- name: decisions
-- One row per decision there was at the end of a day, as it was then, in the order they were made, with its meeting.
-- happened_at, actor_id, actor_name: when it was made and by whom.
WITH kept AS (
    SELECT min(last_on) AS last_on
    FROM past_days
    WHERE
        activity_id = $activity_id
        AND subject = 'meetings'
        AND last_on >= $as_of
),

meetings_then AS (
    SELECT
        activity_id,
        meeting_id,
        kind,
        topic,
        held_on
    FROM meetings
    WHERE
        activity_id = $activity_id
        AND (SELECT kept.last_on FROM kept) IS NULL
    UNION ALL
    SELECT
        activity_id,
        meeting_id,
        kind,
        topic,
        held_on
    FROM past_meetings
    WHERE
        activity_id = $activity_id
        AND last_on = (SELECT kept.last_on FROM kept)
),

states AS (
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
    meetings_then.kind AS meeting_kind,
    meetings_then.held_on
FROM states
INNER JOIN sittings
    ON
        states.activity_id = sittings.activity_id
        AND states.sitting_id = sittings.sitting_id
LEFT JOIN meetings_then
    ON
        sittings.activity_id = meetings_then.activity_id
        AND sittings.meeting_id = meetings_then.meeting_id
ORDER BY length(states.decision_id), states.decision_id;
