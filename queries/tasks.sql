-- name: named_choices
-- One row a phase or person that a task may name, with its name. kind: phase, person.
SELECT
    'phase' AS kind,
    phase_id AS choice,
    name AS words
FROM phases
WHERE activity_id = $activity_id
UNION ALL
SELECT
    'person' AS kind,
    person_id AS choice,
    name AS words
FROM people
WHERE activity_id = $activity_id;

-- name: standing_on
-- One row per record that rests on a task: others that come after it. what: in words; by_id: the other.
SELECT
    after_task_id AS record_id,
    task_id AS by_id,
    '排在它之后的 ' || task_id AS what
FROM task_dependencies
WHERE activity_id = $activity_id
ORDER BY after_task_id, task_id;

-- name: insert_dependencies
-- Adds one row a task and a task that comes before it.
INSERT INTO task_dependencies BY NAME
SELECT * FROM given;

-- name: delete_dependencies
-- Takes away what comes before a task.
DELETE FROM task_dependencies
WHERE
    activity_id = $activity_id
    AND task_id = $task_id;

-- name: last_number
-- One row: the highest number a task's id has had, and its highest position.
SELECT
    coalesce(max(try_cast(substr(task_id, 2) AS INTEGER)), 0) AS number,
    coalesce(max(position), 0) AS last_position
FROM tasks
WHERE activity_id = $activity_id;

-- name: choices
-- One row a phase, person or task that a task may name. kind: phase, person, task.
SELECT
    'phase' AS kind,
    phase_id AS choice
FROM phases
WHERE activity_id = $activity_id
UNION ALL
SELECT
    'person' AS kind,
    person_id AS choice
FROM people
WHERE activity_id = $activity_id
UNION ALL
SELECT
    'task' AS kind,
    task_id AS choice
FROM tasks
WHERE
    activity_id = $activity_id
    AND NOT is_removed;

-- name: dependencies
-- One row per task and task that comes before it.
SELECT
    task_id,
    after_task_id
FROM task_dependencies
WHERE activity_id = $activity_id
ORDER BY length(task_id), task_id, length(after_task_id), after_task_id;

-- name: tasks
-- One row per task there was at the end of a day, as its last event up to that day left it.
WITH kept AS (
    SELECT min(last_on) AS last_on
    FROM past_days
    WHERE
        activity_id = $activity_id
        AND subject = 'orders'
        AND last_on >= $as_of
),

links AS (
    SELECT
        activity_id,
        task_id,
        after_task_id
    FROM task_dependencies
    WHERE
        activity_id = $activity_id
        AND (SELECT kept.last_on FROM kept) IS NULL
    UNION ALL
    SELECT
        activity_id,
        task_id,
        after_task_id
    FROM past_task_dependencies
    WHERE
        activity_id = $activity_id
        AND last_on = (SELECT kept.last_on FROM kept)
),

states AS (
    SELECT *
    FROM task_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY seq = max(seq) OVER (PARTITION BY task_id) AND NOT is_removed
),

waits AS (
    SELECT
        links.activity_id,
        links.task_id,
        string_agg(links.after_task_id, '、' ORDER BY links.after_task_id) AS after_ids,
        string_agg(
            CASE WHEN coalesce(states.status, '') != 'done' THEN links.after_task_id END, '、'
            ORDER BY links.after_task_id
        ) AS unfinished_ids
    FROM links
    LEFT JOIN states
        ON
            links.activity_id = states.activity_id
            AND links.after_task_id = states.task_id
    GROUP BY links.activity_id, links.task_id
)

SELECT
    states.*,
    phases.name AS phase_name,
    phases.position AS phase_position,
    leaders.name AS leader_name,
    coalesce(waits.after_ids, '') AS after_ids,
    coalesce(waits.unfinished_ids, '') AS unfinished_ids
FROM states
LEFT JOIN phases
    ON
        states.activity_id = phases.activity_id
        AND states.phase_id = phases.phase_id
LEFT JOIN people AS leaders
    ON
        states.activity_id = leaders.activity_id
        AND states.leader_id = leaders.person_id
LEFT JOIN waits
    ON
        states.activity_id = waits.activity_id
        AND states.task_id = waits.task_id
ORDER BY phases.position, states.position, states.task_id;
