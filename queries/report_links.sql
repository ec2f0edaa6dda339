-- name: links
-- One row per link of a section to a problem that stood at the end of a day.
SELECT
    version_id,
    section,
    problem_id,
    linked_at
FROM report_problems
WHERE
    activity_id = $activity_id
    AND linked_at < cast($as_of AS DATE) + 1
    AND (unlinked_at IS NULL OR unlinked_at >= cast($as_of AS DATE) + 1)
ORDER BY length(version_id), version_id, section, problem_id;

-- name: standing
-- One row per link of a section to a problem that stands now.
SELECT
    version_id,
    section,
    problem_id
FROM report_problems
WHERE
    activity_id = $activity_id
    AND unlinked_at IS NULL;

-- name: insert
-- Adds one row a link.
INSERT INTO report_problems BY NAME
SELECT * FROM given;

-- name: unlink
-- Ends a link that stands.
UPDATE report_problems
SET unlinked_at = $at
WHERE
    activity_id = $activity_id
    AND version_id = $version_id
    AND section = $section
    AND problem_id = $problem_id
    AND unlinked_at IS NULL;
