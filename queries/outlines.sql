-- name: outlines
-- One row per finding there was at the end of a day, by member, mirror and day.
WITH states AS (
    SELECT *
    FROM outline_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY seq = max(seq) OVER (PARTITION BY outline_id) AND NOT is_removed
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
