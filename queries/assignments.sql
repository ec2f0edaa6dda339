-- part: known
-- One row per assignment as it was at the end of a day: its last step, how much of it the unit has, and what the unit's
-- submission in force says of its item.
-- with: comparison/standing
WITH steps AS (
    SELECT
        *,
        min(happened_at) OVER (PARTITION BY assignment_id) AS assigned_at
    FROM assignment_steps
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY row_number() OVER (PARTITION BY assignment_id ORDER BY seq DESC) = 1
),

receipts AS (
    SELECT
        assignment_id,
        max(seq) AS received_seq
    FROM assignment_receipts
    WHERE
        activity_id = $activity_id
        AND received_at < cast($as_of AS DATE) + 1
    GROUP BY assignment_id
),

reports AS (
    SELECT
        standing.unit_id,
        items.assignment_id,
        items.item_id AS unit_item_id,
        items.status,
        items.percent,
        items.is_late,
        submissions.received_at AS reported_at
    FROM standing
    INNER JOIN submissions ON standing.submission_no = submissions.submission_no
    INNER JOIN submitted_items AS items ON standing.submission_no = items.submission_no
    WHERE items.assignment_id <> ''
    QUALIFY row_number() OVER (PARTITION BY standing.unit_id, items.assignment_id ORDER BY items.item_id) = 1
)

SELECT
    steps.*,
    receipts.received_seq,
    reports.unit_item_id,
    reports.status,
    reports.percent,
    reports.is_late,
    reports.reported_at,
    steps.action = 'return' AND coalesce(reports.reported_at <= steps.happened_at, TRUE) AS is_returned
FROM steps
LEFT JOIN receipts ON steps.assignment_id = receipts.assignment_id
LEFT JOIN reports
    ON
        steps.assignment_id = reports.assignment_id
        AND steps.unit_id = reports.unit_id;

-- name: standing
-- One row per assignment as it was at the end of a day, by item and unit.
-- with: assignments/known
SELECT *
FROM known
ORDER BY length(item_id), item_id, unit_id, assignment_id;

-- name: unfinished
-- One row per item of those asked for that units were assigned: how many haven't closed theirs, and whose account last
-- handed it in.
-- with: assignments/known
WITH handed_in AS (
    SELECT
        item_id,
        max_by(actor_id, seq) AS handed_in_by
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND action = 'submit'
    GROUP BY item_id
)

SELECT
    known.item_id,
    count(*) FILTER (WHERE known.is_returned OR known.status IS DISTINCT FROM 'closed') AS open_count,
    any_value(handed_in.handed_in_by) AS handed_in_by
FROM known
LEFT JOIN handed_in ON known.item_id = handed_in.item_id
WHERE
    known.action <> 'withdraw'
    AND known.item_id IN (SELECT unnest(cast($item_ids AS TEXT[])))
GROUP BY known.item_id;

-- part: received
-- One row per assignment of an activity: the last step that its unit has of it.
SELECT
    assignment_id,
    max(seq) AS received_seq
FROM assignment_receipts
WHERE activity_id = $activity_id
GROUP BY assignment_id;

-- name: of_unit
-- One row per step of the assignments of a unit and of those below it, in their order, with the last of each that its
-- unit has (0: none). for_unit_id: whom below the unit it is for ('': the unit); superior: who ordered it ('': this
-- bureau), which is then passed on as it came.
-- with: assignments/received
WITH steps AS (
    SELECT
        unit_id[length($unit_id) + 2:] AS for_unit_id,
        assignment_id,
        seq,
        '' AS superior,
        item_id AS item_no,
        action,
        problem,
        aspect,
        source,
        wanted,
        due_on,
        reason,
        happened_at::DATE AS ordered_on
    FROM assignment_steps
    WHERE
        activity_id = $activity_id
        AND (unit_id = $unit_id OR starts_with(unit_id, $unit_id || '.'))
    UNION ALL
    SELECT
        for_unit_id[length($unit_id) + 2:] AS for_unit_id,
        assignment_id,
        seq,
        superior,
        item_no,
        action,
        problem,
        aspect,
        source,
        wanted,
        due_on,
        reason,
        ordered_on
    FROM assigned_steps
    WHERE
        activity_id = $activity_id
        AND (for_unit_id = $unit_id OR starts_with(for_unit_id, $unit_id || '.'))
)

SELECT
    steps.*,
    coalesce(received.received_seq, 0) AS received_seq
FROM steps
LEFT JOIN received ON steps.assignment_id = received.assignment_id
ORDER BY steps.assignment_id, steps.seq;

-- name: passed_on
-- One row per assignment that came from the superior for a unit below, with the last step of it that the unit has (0:
-- none).
-- with: assignments/received
WITH onward AS (
    SELECT DISTINCT
        assignment_id,
        for_unit_id
    FROM assigned_steps
    WHERE
        activity_id = $activity_id
        AND for_unit_id <> ''
)

SELECT
    onward.assignment_id,
    onward.for_unit_id,
    coalesce(received.received_seq, 0) AS received_seq
FROM onward
LEFT JOIN received ON onward.assignment_id = received.assignment_id
ORDER BY onward.assignment_id;

-- name: insert
-- Adds one row a step of an assignment.
INSERT INTO assignment_steps BY NAME
SELECT * FROM given;

-- name: insert_receipts
-- Adds one row a step that its unit has.
INSERT INTO assignment_receipts BY NAME
SELECT * FROM given;

-- name: arrived
-- One row per step that came from the superior, for this unit or one below, in their order.
SELECT
    assignment_id,
    seq,
    for_unit_id
FROM assigned_steps
WHERE activity_id = $activity_id
ORDER BY assignment_id, seq;

-- name: assigned
-- One row per step that came from the superior for this unit by the end of a day, in their order, with the day of the
-- first, the own item and up to which step somebody took it on ('' and 0: nobody yet).
WITH taken AS (
    SELECT
        assignment_id,
        max(seq) AS taken_seq,
        max_by(item_id, seq) AS item_id
    FROM assigned_items
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY assignment_id
),

steps AS (
    SELECT *
    FROM assigned_steps
    WHERE
        activity_id = $activity_id
        AND for_unit_id = ''
        AND received_at < cast($as_of AS DATE) + 1
)

SELECT
    steps.*,
    min(steps.ordered_on) OVER (PARTITION BY steps.assignment_id) AS assigned_on,
    coalesce(taken.item_id, '') AS item_id,
    coalesce(taken.taken_seq, 0) AS taken_seq
FROM steps
LEFT JOIN taken ON steps.assignment_id = taken.assignment_id
ORDER BY steps.assignment_id, steps.seq;

-- name: insert_assigned
-- Adds one row a step that came from the superior.
INSERT INTO assigned_steps BY NAME
SELECT * FROM given;

-- name: insert_items
-- Adds one row a step that was taken on.
INSERT INTO assigned_items BY NAME
SELECT * FROM given;
