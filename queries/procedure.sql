-- name: marks
-- One row per phase that somebody called done, or not done again, by the end of a day: the newest word on it.
SELECT
    phase_id,
    seq,
    is_done,
    reason,
    failed_count,
    happened_at,
    actor_name
FROM phase_marks
WHERE
    activity_id = $activity_id
    AND happened_at < cast($as_of AS DATE) + 1
QUALIFY row_number() OVER (PARTITION BY phase_id ORDER BY seq DESC) = 1
ORDER BY phase_id;

-- name: history
-- One row per word on a phase, the newest first.
SELECT
    phase_id,
    seq,
    is_done,
    reason,
    failed_count,
    happened_at,
    actor_name
FROM phase_marks
WHERE activity_id = $activity_id
ORDER BY happened_at DESC, seq DESC;

-- name: insert_marks
-- Adds one row a word on a phase.
INSERT INTO phase_marks BY NAME
SELECT * FROM given;
