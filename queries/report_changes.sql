-- name: links
-- One row per link of a criterion to a section of a version that stood at the end of a day.
SELECT
    criterion_id,
    version_id,
    section,
    linked_at
FROM report_changes
WHERE
    activity_id = $activity_id
    AND linked_at < cast($as_of AS DATE) + 1
    AND (unlinked_at IS NULL OR unlinked_at >= cast($as_of AS DATE) + 1)
ORDER BY criterion_id, length(version_id), version_id, section;

-- name: standing
-- One row per link of a criterion to a section of a version that stands now.
SELECT
    criterion_id,
    version_id,
    section
FROM report_changes
WHERE
    activity_id = $activity_id
    AND unlinked_at IS NULL;

-- name: insert
-- Adds one row a link.
INSERT INTO report_changes BY NAME
SELECT * FROM given;

-- name: unlink
-- Ends a link that stands.
UPDATE report_changes
SET unlinked_at = $at
WHERE
    activity_id = $activity_id
    AND criterion_id = $criterion_id
    AND version_id = $version_id
    AND section = $section
    AND unlinked_at IS NULL;
