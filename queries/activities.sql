-- name: all
-- One row per activity, the newest start first.
SELECT
    activities.activity_id,
    activities.unit_id,
    units.name AS unit_name,
    activities.plan_name,
    activities.name,
    activities.stage,
    activities.theme,
    activities.start_on,
    activities.end_on,
    activities.is_example,
    activities.created_at
FROM activities
INNER JOIN units ON activities.unit_id = units.unit_id
ORDER BY activities.start_on DESC, activities.activity_id ASC;

-- name: phases
-- One row per phase of an activity, in order.
SELECT
    phase_id,
    name,
    position,
    start_on,
    end_on,
    purpose
FROM phases
WHERE activity_id = $activity_id
ORDER BY position;

-- name: phases_on
-- One row per phase of an activity, in order, with the days it had at the end of a day: shifts and their undoing since
-- then are taken back, in turn even where several happened at one moment.
WITH done AS (
    SELECT
        activity_id,
        shift_id,
        happened_at,
        undone_at,
        happened_at >= cast($as_of AS DATE) + 1 AS is_later,
        coalesce(undone_at >= cast($as_of AS DATE) + 1, FALSE) AS is_undone_later
    FROM plan_shifts
    WHERE activity_id = $activity_id
),

moves AS (
    SELECT
        moved.phase_id,
        moved.old_start_on AS start_on,
        moved.old_end_on AS end_on,
        row(done.happened_at, length(done.shift_id), done.shift_id, FALSE) AS in_turn
    FROM plan_shift_phases AS moved
    INNER JOIN done
        ON
            moved.activity_id = done.activity_id
            AND moved.shift_id = done.shift_id
    WHERE done.is_later
    UNION ALL
    SELECT
        moved.phase_id,
        moved.new_start_on AS start_on,
        moved.new_end_on AS end_on,
        row(done.undone_at, length(done.shift_id), done.shift_id, TRUE) AS in_turn
    FROM plan_shift_phases AS moved
    INNER JOIN done
        ON
            moved.activity_id = done.activity_id
            AND moved.shift_id = done.shift_id
    WHERE done.is_undone_later
),

before AS (
    SELECT
        phase_id,
        arg_min(start_on, in_turn) AS start_on,
        arg_min(end_on, in_turn) AS end_on
    FROM moves
    GROUP BY phase_id
),

present AS (
    SELECT *
    FROM phases
    WHERE activity_id = $activity_id
)

SELECT
    present.phase_id,
    present.name,
    present.position,
    present.purpose,
    coalesce(before.start_on, present.start_on) AS start_on,
    coalesce(before.end_on, present.end_on) AS end_on
FROM present
LEFT JOIN before ON present.phase_id = before.phase_id
ORDER BY present.position;

-- name: terms
-- One row per word of an activity, by kind and in order.
SELECT
    kind,
    label,
    position,
    required
FROM terms
WHERE activity_id = $activity_id
ORDER BY kind, position;

-- name: people
-- One row per person of an activity, the leading group first, in order.
SELECT
    person_id,
    name,
    post,
    field,
    department,
    is_member,
    is_principal,
    position
FROM people
WHERE activity_id = $activity_id
ORDER BY position;

-- name: meetings
-- One row per meeting of an activity that was known at the end of a day, as it was then, the newest first.
-- entered_late: the day it was entered, if that was after it was held.
WITH kept AS (
    SELECT min(last_on) AS last_on
    FROM past_days
    WHERE
        activity_id = $activity_id
        AND subject = 'meetings'
        AND last_on >= $as_of
),

known AS (
    SELECT
        meeting_id,
        kind,
        topic,
        held_on,
        entered_on
    FROM meetings
    WHERE
        activity_id = $activity_id
        AND (SELECT kept.last_on FROM kept) IS NULL
    UNION ALL
    SELECT
        meeting_id,
        kind,
        topic,
        held_on,
        entered_on
    FROM past_meetings
    WHERE
        activity_id = $activity_id
        AND last_on = (SELECT kept.last_on FROM kept)
)

SELECT
    meeting_id,
    kind,
    topic,
    held_on,
    if(entered_on > held_on, entered_on, NULL) AS entered_late
FROM known
ORDER BY held_on DESC, meeting_id DESC;

-- name: criteria
-- One row per criterion of an activity's evaluation, in the form's order, without the overall grade.
SELECT
    criterion_id,
    heading,
    label,
    position
FROM criteria
WHERE
    activity_id = $activity_id
    AND NOT is_overall
ORDER BY position, criterion_id;

-- name: units
-- One row per unit.
SELECT
    unit_id,
    name
FROM units
ORDER BY unit_id;

-- name: same
-- One row per activity that a unit made of a plan with a start.
SELECT activity_id
FROM activities
WHERE
    unit_id = $unit_id
    AND plan_name = $plan_name
    AND start_on = $start_on;

-- name: insert_units
-- Adds one row a unit.
INSERT INTO units BY NAME
SELECT * FROM given;

-- name: insert
-- Adds one row an activity.
INSERT INTO activities BY NAME
SELECT * FROM given;

-- name: insert_phases
-- Adds one row a phase.
INSERT INTO phases BY NAME
SELECT * FROM given;

-- name: insert_terms
-- Adds one row a word.
INSERT INTO terms BY NAME
SELECT * FROM given;

-- name: insert_people
-- Adds one row a person.
INSERT INTO people BY NAME
SELECT * FROM given;

-- name: insert_criteria
-- Adds one row a criterion.
INSERT INTO criteria BY NAME
SELECT * FROM given;

-- name: insert_answers
-- Adds one row an answer of a criterion.
INSERT INTO answers BY NAME
SELECT * FROM given;

-- name: insert_meetings
-- Adds one row a meeting.
INSERT INTO meetings BY NAME
SELECT * FROM given;

-- name: owners_of_open_items
-- One row per person who owns items that aren't closed, who owns most first.
SELECT owner_id
FROM rectification_items
WHERE activity_id = $activity_id AND status != 'closed' AND NOT is_removed
GROUP BY owner_id
ORDER BY count(*) DESC, min(item_id) ASC;
