-- name: stage
-- One row: the first and the last day of an activity.
SELECT
    start_on,
    end_on
FROM activities
WHERE activity_id = $activity_id;

-- name: insert
-- Adds one row a shift.
INSERT INTO plan_shifts BY NAME
SELECT * FROM given;

-- name: insert_phases
-- Adds one row a phase that a shift moves.
INSERT INTO plan_shift_phases BY NAME
SELECT * FROM given;

-- name: move_phases
-- Gives the phases of a shift their days after it.
UPDATE phases
SET
    start_on = moved.new_start_on,
    end_on = moved.new_end_on
FROM (
    SELECT *
    FROM plan_shift_phases
    WHERE
        activity_id = $activity_id
        AND shift_id = $shift_id
) AS moved
WHERE
    phases.activity_id = moved.activity_id
    AND phases.phase_id = moved.phase_id;

-- name: restore_phases
-- Gives the phases of a shift their days before it.
UPDATE phases
SET
    start_on = moved.old_start_on,
    end_on = moved.old_end_on
FROM (
    SELECT *
    FROM plan_shift_phases
    WHERE
        activity_id = $activity_id
        AND shift_id = $shift_id
) AS moved
WHERE
    phases.activity_id = moved.activity_id
    AND phases.phase_id = moved.phase_id;

-- name: mark_undone
-- Says when a shift was undone.
UPDATE plan_shifts
SET undone_at = $undone_at
WHERE
    activity_id = $activity_id
    AND shift_id = $shift_id;

-- name: last_number
-- One row: the highest number a shift's id has had.
SELECT coalesce(max(try_cast(substr(shift_id, 3) AS INTEGER)), 0) AS number
FROM plan_shifts
WHERE activity_id = $activity_id;

-- name: last_event_at
-- One row: when the newest event of some tasks happened.
SELECT max(happened_at) AS happened_at
FROM task_events
WHERE
    activity_id = $activity_id
    AND task_id IN (SELECT unnest(cast($ids AS TEXT[])));

-- name: tasks_before
-- One row per task of a shift: its days before it.
WITH moved AS (
    SELECT
        activity_id,
        task_id,
        seq
    FROM task_events
    WHERE
        activity_id = $activity_id
        AND batch_id = $shift_id
        AND action = 'shift'
)

SELECT
    earlier.task_id,
    earlier.start_on,
    earlier.due_on
FROM moved
INNER JOIN task_events AS earlier
    ON
        moved.activity_id = earlier.activity_id
        AND moved.task_id = earlier.task_id
        AND moved.seq - 1 = earlier.seq
ORDER BY length(earlier.task_id), earlier.task_id;

-- name: all
-- One row per shift of an activity, the newest first; it can be undone while no task or phase it moved has changed,
-- unless it came with a version of the superior's plan (task_id '').
WITH done AS (
    SELECT *
    FROM plan_shifts
    WHERE activity_id = $activity_id
),

changed AS (
    SELECT
        moved.activity_id,
        moved.batch_id AS shift_id
    FROM task_events AS moved
    INNER JOIN tasks AS present
        ON
            moved.activity_id = present.activity_id
            AND moved.task_id = present.task_id
    WHERE
        moved.action = 'shift'
        AND moved.seq <> present.seq
    UNION DISTINCT
    SELECT
        moved.activity_id,
        moved.shift_id
    FROM plan_shift_phases AS moved
    INNER JOIN phases
        ON
            moved.activity_id = phases.activity_id
            AND moved.phase_id = phases.phase_id
            AND (moved.new_start_on <> phases.start_on OR moved.new_end_on <> phases.end_on)
)

SELECT
    done.shift_id,
    done.task_id,
    done.days,
    done.reason,
    done.task_count,
    done.phase_count,
    done.happened_at,
    done.actor_name,
    done.undone_at,
    done.undone_at IS NULL AND changed.shift_id IS NULL AND done.task_id <> '' AS can_undo
FROM done
LEFT JOIN changed
    ON
        done.activity_id = changed.activity_id
        AND done.shift_id = changed.shift_id
ORDER BY done.happened_at DESC, done.shift_id DESC;
