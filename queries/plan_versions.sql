-- name: issued
-- One row per version that was issued here, the oldest first.
SELECT *
FROM plan_versions
WHERE activity_id = $activity_id
ORDER BY version;

-- name: insert
-- Adds one row a version that was issued here.
INSERT INTO plan_versions BY NAME
SELECT * FROM given;

-- name: receipts
-- One row per unit and version: the last thing that the unit did with it.
SELECT
    unit_id,
    sha256,
    arg_max(decision, received_at) AS decision,
    arg_max(reason, received_at) AS reason,
    max(received_at) AS received_at
FROM plan_version_receipts
WHERE activity_id = $activity_id
GROUP BY unit_id, sha256
ORDER BY unit_id, sha256;

-- name: insert_receipts
-- Adds one row a thing that a unit did with a version.
INSERT INTO plan_version_receipts BY NAME
SELECT * FROM given;

-- name: arrived
-- One row per version that came from the superior, the oldest first, with what was decided last ('': nothing yet).
WITH decided AS (
    SELECT
        sha256,
        arg_max(decision, happened_at) AS decision,
        arg_max(reason, happened_at) AS reason,
        arg_max(actor_name, happened_at) AS decided_by,
        max(happened_at) AS decided_at
    FROM superior_plan_decisions
    WHERE activity_id = $activity_id
    GROUP BY sha256
),

came AS (
    SELECT *
    FROM superior_plans
    WHERE activity_id = $activity_id
)

SELECT
    came.*,
    decided.decided_at,
    coalesce(decided.decision, '') AS decision,
    coalesce(decided.reason, '') AS reason,
    coalesce(decided.decided_by, '') AS decided_by
FROM came
LEFT JOIN decided ON came.sha256 = decided.sha256
ORDER BY came.version, came.issued_at;

-- name: insert_arrived
-- Adds one row a version that came from the superior.
INSERT INTO superior_plans BY NAME
SELECT * FROM given;

-- name: insert_decisions
-- Adds one row a decision on what came.
INSERT INTO superior_plan_decisions BY NAME
SELECT * FROM given;

-- name: tasks_of_plan
-- One row per task that is of the plan: those that the activity was made with, under their own ids, and those added
-- with a version since.
WITH made AS (
    SELECT
        task_id,
        happened_at = min(happened_at) OVER () AS is_first
    FROM task_events
    WHERE
        activity_id = $activity_id
        AND seq = 1
)

SELECT
    task_id AS plan_task_id,
    task_id
FROM made
WHERE is_first
UNION ALL
SELECT
    plan_task_id,
    task_id
FROM superior_plan_tasks
WHERE activity_id = $activity_id;

-- name: insert_tasks
-- Adds one row a task that was added with a version.
INSERT INTO superior_plan_tasks BY NAME
SELECT * FROM given;

-- name: form_uses
-- One row per record that a form can't be changed under: rounds, changes of the
-- report that answer a criterion, then items that name one. what: in words.
SELECT '评议轮次 ' || round_id AS what
FROM rounds
WHERE activity_id = $activity_id
UNION ALL
SELECT item_id AS what
FROM rectification_items
WHERE
    activity_id = $activity_id
    AND criterion_id IS NOT NULL
UNION
SELECT '报告的修改' AS what
FROM report_changes
WHERE activity_id = $activity_id
ORDER BY what DESC;

-- name: delete_criteria
-- Takes the criteria of a form away, to be followed by the new ones.
DELETE FROM criteria
WHERE activity_id = $activity_id;

-- name: delete_answers
-- Takes the answers of a form away, to be followed by the new ones.
DELETE FROM answers
WHERE activity_id = $activity_id;
