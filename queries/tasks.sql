-- name: insert
-- Adds one row a task: its present state.
INSERT INTO tasks BY NAME
SELECT * FROM given;

-- name: insert_events
-- Adds one row an event: the task's whole state after it.
INSERT INTO task_events BY NAME
SELECT * FROM given;

-- name: delete
-- Takes a task's present state away, to be followed by the new one.
DELETE FROM tasks
WHERE
    activity_id = $activity_id
    AND task_id = $task_id;

-- name: delete_many
-- Takes the present states of many tasks away, to be followed by the new ones.
DELETE FROM tasks
WHERE
    activity_id = $activity_id
    AND task_id IN (SELECT unnest(cast($ids AS TEXT[])));

-- name: states
-- One row per task: its present state.
SELECT *
FROM tasks
WHERE activity_id = $activity_id
ORDER BY length(task_id), task_id;

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

-- name: of_import
-- One row per task that an import registered or changed: its states of then, its present one, and what came after.
WITH brought AS (
    SELECT
        activity_id,
        task_id AS record_id,
        min(seq) AS first_seq,
        max(seq) AS last_seq
    FROM task_events
    WHERE
        activity_id = $activity_id
        AND batch_id = $import_id
    GROUP BY ALL
)

SELECT
    brought.record_id,
    brought.first_seq,
    brought.last_seq,
    present.seq,
    later.action,
    later.actor_name,
    later.batch_id
FROM brought
INNER JOIN tasks AS present
    ON
        brought.activity_id = present.activity_id
        AND brought.record_id = present.task_id
LEFT JOIN task_events AS later
    ON
        brought.activity_id = later.activity_id
        AND brought.record_id = later.task_id
        AND later.seq = brought.last_seq + 1
ORDER BY length(brought.record_id), brought.record_id;

-- name: standing_on
-- One row per record that rests on a task: others that come after it. what: in words; by_id: the other.
SELECT
    after_task_id AS record_id,
    task_id AS by_id,
    '排在它之后的 ' || task_id AS what
FROM task_dependencies
WHERE activity_id = $activity_id
ORDER BY after_task_id, task_id;

-- name: events_of_import
-- One row per event of an import: all of it.
SELECT *
FROM task_events
WHERE
    activity_id = $activity_id
    AND batch_id = $import_id;

-- name: take_back
-- Takes out the events of an import.
DELETE FROM task_events
WHERE
    activity_id = $activity_id
    AND batch_id = $import_id;

-- name: left
-- One row per task among some: the newest state that its events hold.
WITH newest AS (
    SELECT
        activity_id,
        task_id,
        max(seq) AS seq
    FROM task_events
    WHERE
        activity_id = $activity_id
        AND task_id IN (SELECT unnest(cast($ids AS TEXT[])))
    GROUP BY ALL
),

history AS (
    SELECT * EXCLUDE (event_id, happened_at, actor_id, actor_name, action, reason, batch_id)
    FROM task_events
)

SELECT history.*
FROM history
INNER JOIN newest
    ON
        history.activity_id = newest.activity_id
        AND history.task_id = newest.task_id
        AND history.seq = newest.seq;

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

-- name: current
-- At most one row: a task's present state.
SELECT *
FROM tasks
WHERE
    activity_id = $activity_id
    AND task_id = $task_id;

-- name: last_events_at
-- One row per task among some: when its newest event happened.
SELECT
    task_id AS record_id,
    max(happened_at) AS happened_at
FROM task_events
WHERE
    activity_id = $activity_id
    AND task_id IN (SELECT unnest(cast($ids AS TEXT[])))
GROUP BY ALL;

-- name: last_event_at
-- One row: when the newest event of a task happened.
SELECT max(happened_at) AS happened_at
FROM task_events
WHERE
    activity_id = $activity_id
    AND task_id = $task_id;

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
WHERE activity_id = $activity_id;

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
WITH newest AS (
    SELECT
        activity_id,
        task_id,
        max(seq) AS seq
    FROM task_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY ALL
),

states AS (
    SELECT task_events.*
    FROM newest
    INNER JOIN task_events
        ON
            newest.activity_id = task_events.activity_id
            AND newest.task_id = task_events.task_id
            AND newest.seq = task_events.seq
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
    FROM task_dependencies AS links
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

-- name: events
-- One row per event of a task, oldest first: what happened and the state it led to.
SELECT *
FROM task_events
WHERE
    activity_id = $activity_id
    AND task_id = $task_id
ORDER BY seq;
