-- name: standing_on
-- One row per record that rests on a talk: an opinion heard in it, a problem found in it. what: in words.
SELECT
    talk_id AS record_id,
    '从它听到的 ' || opinion_id AS what
FROM opinions
WHERE
    activity_id = $activity_id
    AND talk_id IS NOT NULL
UNION ALL
SELECT
    source_id AS record_id,
    '从它查出的 ' || problem_id AS what
FROM problem_sources
WHERE
    activity_id = $activity_id
    AND source_kind = 'talk'
    AND unlinked_at IS NULL
ORDER BY record_id, what;

-- name: talks
-- One row per talk there was at the end of a day, as its last event up to that day left it.
WITH states AS (
    SELECT
        *,
        min(happened_at) OVER (PARTITION BY talk_id) AS registered_at
    FROM talk_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY seq = max(seq) OVER (PARTITION BY talk_id) AND NOT is_removed
),

newest_opinions AS (
    SELECT
        activity_id,
        talk_id
    FROM opinion_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY seq = max(seq) OVER (PARTITION BY opinion_id) AND NOT is_removed
),

came_of AS (
    SELECT
        activity_id,
        talk_id,
        count(*) AS opinion_count
    FROM newest_opinions
    GROUP BY ALL
)

SELECT
    states.*,
    members.name AS member_name,
    coalesce(partners.name, states.with_id) AS with_name,
    coalesce(came_of.opinion_count, 0) AS opinion_count
FROM states
LEFT JOIN came_of
    ON
        states.activity_id = came_of.activity_id
        AND states.talk_id = came_of.talk_id
LEFT JOIN people AS members
    ON
        states.activity_id = members.activity_id
        AND states.member_id = members.person_id
LEFT JOIN people AS partners
    ON
        states.activity_id = partners.activity_id
        AND states.with_kind = 'member'
        AND states.with_id = partners.person_id
ORDER BY states.held_on, length(states.talk_id), states.talk_id;
