-- part: in_force
-- One row per deadline of an activity as it stood at the end of a day, those taken back included.
SELECT *
FROM submission_deadlines
WHERE
    activity_id = $activity_id
    AND happened_at < cast($as_of AS DATE) + 1
QUALIFY row_number() OVER (PARTITION BY deadline_id ORDER BY seq DESC) = 1;

-- name: on
-- One row per deadline of an activity as it stood at the end of a day, the last due first.
-- with: deadlines/in_force
SELECT
    deadline_id,
    seq,
    name,
    for_on,
    due_on,
    is_locked
FROM in_force
WHERE NOT is_removed
ORDER BY due_on DESC, deadline_id DESC;

-- name: for_unit
-- One row per deadline of an activity as it stood for one unit at the end of a day, the next due first: whether it was
-- excused, and when it was last reminded (NULL: never).
-- with: deadlines/in_force
WITH excuses AS (
    SELECT
        deadline_id,
        arg_max(is_excused, seq) AS is_excused
    FROM submission_excuses
    WHERE
        activity_id = $activity_id
        AND unit_id = $unit_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY deadline_id
),

reminders AS (
    SELECT
        deadline_id,
        max(happened_at) AS reminded_at
    FROM submission_reminders
    WHERE
        activity_id = $activity_id
        AND unit_id = $unit_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY deadline_id
)

SELECT
    in_force.deadline_id,
    in_force.name,
    in_force.for_on,
    in_force.due_on,
    in_force.is_locked,
    reminders.reminded_at,
    coalesce(excuses.is_excused, FALSE) AS is_excused
FROM in_force
LEFT JOIN excuses ON in_force.deadline_id = excuses.deadline_id
LEFT JOIN reminders ON in_force.deadline_id = reminders.deadline_id
WHERE NOT in_force.is_removed
ORDER BY in_force.due_on, in_force.deadline_id;

-- name: locked
-- At most one row: whether any deadline of an activity was ever locked.
SELECT is_locked
FROM submission_deadlines
WHERE
    activity_id = $activity_id
    AND is_locked
ORDER BY is_locked
LIMIT 1;

-- name: every
-- One row per time a deadline of an activity was set, changed or taken back.
SELECT *
FROM submission_deadlines
WHERE activity_id = $activity_id
ORDER BY deadline_id, seq;

-- name: insert
-- Adds one row a deadline set, changed or taken back.
INSERT INTO submission_deadlines BY NAME
SELECT * FROM given;

-- name: excuses
-- One row per unit and deadline with its last excuse by the end of a day, in force or not.
SELECT
    deadline_id,
    unit_id,
    seq,
    is_excused,
    reason
FROM submission_excuses
WHERE
    activity_id = $activity_id
    AND deadline_id = $deadline_id
    AND happened_at < cast($as_of AS DATE) + 1
QUALIFY row_number() OVER (PARTITION BY unit_id ORDER BY seq DESC) = 1
ORDER BY unit_id;

-- name: insert_excuses
-- Adds one row a unit excused, or not any more.
INSERT INTO submission_excuses BY NAME
SELECT * FROM given;

-- name: reminded
-- One row per unit reminded of a deadline by the end of a day: how often, and last when.
SELECT
    unit_id,
    count(*) AS reminder_count,
    max(happened_at) AS reminded_at
FROM submission_reminders
WHERE
    activity_id = $activity_id
    AND deadline_id = $deadline_id
    AND happened_at < cast($as_of AS DATE) + 1
GROUP BY unit_id
ORDER BY unit_id;

-- name: insert_reminders
-- Adds one row a unit reminded.
INSERT INTO submission_reminders BY NAME
SELECT * FROM given;

-- name: received
-- One row per unit, of all or of those asked for, of which a state of a day or later was received by the end of
-- another: when the first came, how many were corrections, and of the newest its number in the order of arrival, its
-- day and the counts of its steps.
WITH taken AS (
    SELECT *
    FROM submissions
    WHERE
        activity_id = $activity_id
        AND as_of >= cast($for_on AS DATE)
        AND as_of <= cast($as_of AS DATE)
        AND received_at < cast($as_of AS DATE) + 1
        AND (cast($is_every AS BOOLEAN) OR unit_id IN (SELECT unnest(cast($unit_ids AS TEXT[]))))
),

units AS (
    SELECT
        unit_id,
        min(received_at) AS received_at,
        count(corrects) AS correction_count,
        max_by(submission_no, number) AS submission_no,
        max_by(as_of, number) AS submitted_for
    FROM taken
    GROUP BY unit_id
),

steps AS (
    SELECT
        submission_no,
        count(*) AS step_count,
        count(*) FILTER (WHERE status = 'done') AS done_count,
        count(*) FILTER (WHERE is_late) AS late_count
    FROM submitted_steps
    WHERE submission_no IN (SELECT units.submission_no FROM units)
    GROUP BY submission_no
)

SELECT
    units.*,
    coalesce(steps.step_count, 0) AS step_count,
    coalesce(steps.done_count, 0) AS done_count,
    coalesce(steps.late_count, 0) AS late_count
FROM units
LEFT JOIN steps ON units.submission_no = steps.submission_no
ORDER BY units.unit_id;

-- name: steps
-- One row per step and state (done, late, in_progress, not_started) of these submissions: how many have it so.
SELECT
    task_id,
    if(is_late, 'late', status) AS state,
    count(*) AS unit_count
FROM submitted_steps
WHERE submission_no IN (SELECT unnest(cast($numbers AS BIGINT[])))
GROUP BY task_id, state
ORDER BY task_id, state;

-- name: cells
-- One row per submission of these and step, with its state.
SELECT
    submission_no,
    task_id,
    if(is_late, 'late', status) AS state
FROM submitted_steps
WHERE submission_no IN (SELECT unnest(cast($numbers AS BIGINT[])))
ORDER BY submission_no, task_id;

-- name: from_superior
-- One row per deadline that the superior had set by the end of a day, as it came last, the next due first, and whether
-- a state for it was frozen here and not refused.
WITH known AS (
    SELECT *
    FROM superior_deadlines
    WHERE
        activity_id = $activity_id
        AND received_at < cast($as_of AS DATE) + 1
    QUALIFY row_number() OVER (PARTITION BY deadline_id ORDER BY made_at DESC, received_at DESC) = 1
),

refused AS (
    SELECT sha256
    FROM submission_answers
    WHERE answered_at < cast($as_of AS DATE) + 1
    GROUP BY sha256
    HAVING arg_max(refusal, answered_at) <> ''
),

frozen AS (
    SELECT max(as_of) AS as_of
    FROM own_submissions
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
        AND sha256 NOT IN (SELECT refused.sha256 FROM refused)
)

SELECT
    known.*,
    coalesce(frozen.as_of >= known.for_on, FALSE) AS is_done
FROM known
CROSS JOIN frozen
WHERE NOT known.is_removed
ORDER BY known.due_on, known.deadline_id;

-- name: known_from_superior
-- One row per state of a deadline that came from the superior, the oldest first.
SELECT *
FROM superior_deadlines
WHERE activity_id = $activity_id
ORDER BY made_at, received_at, deadline_id;

-- name: insert_from_superior
-- Adds one row a state of a deadline that came from the superior.
INSERT INTO superior_deadlines BY NAME
SELECT * FROM given;
