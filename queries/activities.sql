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
-- One row per meeting of an activity, the newest first.
SELECT
    meeting_id,
    kind,
    topic,
    held_on
FROM meetings
WHERE activity_id = $activity_id
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
