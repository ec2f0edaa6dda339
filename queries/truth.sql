-- name: insert
-- Adds one row an answer.
INSERT INTO truth_answers BY NAME
SELECT * FROM given;

-- name: withdraw
-- Ends the answer to a finding that stands.
UPDATE truth_answers
SET withdrawn_at = $at
WHERE
    activity_id = $activity_id
    AND finding_key = $finding_key
    AND withdrawn_at IS NULL;

-- name: answers
-- One row per finding with an answer that stood at the end of a day.
SELECT
    finding_key,
    reason,
    answered_at,
    actor_name
FROM truth_answers
WHERE
    activity_id = $activity_id
    AND answered_at < cast($as_of AS DATE) + 1
    AND (withdrawn_at IS NULL OR withdrawn_at >= cast($as_of AS DATE) + 1);
