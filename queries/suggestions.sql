-- name: opinions
-- One row per suggestion of an activity that had become an opinion by the end of a day.
SELECT
    suggestion_id,
    opinion_id
FROM suggestion_opinions
WHERE
    activity_id = $activity_id
    AND linked_at < cast($as_of AS DATE) + 1
ORDER BY suggestion_id;

-- name: all
-- One row per suggestion of an activity, with the opinion it became, if it did; none of imports that don't count.
WITH uncounted AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status <> 'active'
),

counted AS (
    SELECT
        suggestion_id,
        content,
        given_on
    FROM suggestions
    WHERE
        activity_id = $activity_id
        AND (import_id IS NULL OR import_id NOT IN (SELECT uncounted.import_id FROM uncounted))
),

linked AS (
    SELECT
        suggestion_id,
        opinion_id
    FROM suggestion_opinions
    WHERE activity_id = $activity_id
)

SELECT
    counted.suggestion_id,
    counted.content,
    counted.given_on,
    linked.opinion_id
FROM counted
LEFT JOIN linked
    ON counted.suggestion_id = linked.suggestion_id;

-- name: insert_links
-- Adds one row per suggestion that became an opinion.
INSERT INTO suggestion_opinions BY NAME SELECT * FROM given;

-- name: words
-- One row per channel and giver that an activity's opinions may name.
SELECT
    kind,
    label,
    position
FROM terms
WHERE
    activity_id = $activity_id
    AND kind IN ('channel', 'giver');

-- name: destroy
-- Puts other words in the place of every suggestion of an activity.
UPDATE suggestions
SET content = $destroyed
WHERE activity_id = $activity_id;

-- name: destroy_past
-- Puts other words in the place of every suggestion that stood on days that are over.
UPDATE past_suggestions
SET content = $destroyed
WHERE activity_id = $activity_id;
