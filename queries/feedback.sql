-- name: last_number
-- One row: the highest number a sheet's id has had.
SELECT coalesce(max(try_cast(substr(sheet_id, 3) AS INTEGER)), 0) AS number
FROM feedback_sheets
WHERE activity_id = $activity_id;

-- name: insert_opinions
-- Adds one row an opinion that stands on a sheet.
INSERT INTO feedback_sheet_opinions BY NAME
SELECT * FROM given;

-- name: unlink_opinions
-- Marks the opinions of a sheet as no longer standing on it.
UPDATE feedback_sheet_opinions
SET unlinked_at = $at
WHERE
    activity_id = $activity_id
    AND sheet_id = $sheet_id;

-- name: standing
-- One row per opinion that stands on a sheet now.
SELECT
    sheet_id,
    opinion_id
FROM feedback_sheet_opinions
WHERE
    activity_id = $activity_id
    AND unlinked_at IS NULL
ORDER BY sheet_id, position;

-- name: waiting
-- One row per opinion that is sorted, not merged, not fed back and on no sheet: what a sheet may be made of.
WITH ready AS (
    SELECT *
    FROM opinions
    WHERE
        activity_id = $activity_id
        AND status = 'sorted'
        AND merged_into IS NULL
        AND NOT is_removed
),

taken AS (
    SELECT
        activity_id,
        opinion_id
    FROM feedback_sheet_opinions
    WHERE unlinked_at IS NULL
),

aspects AS (
    SELECT *
    FROM terms
    WHERE kind = 'aspect'
)

SELECT
    ready.opinion_id,
    ready.about,
    ready.member_id,
    ready.aspect,
    ready.theme,
    ready.content,
    coalesce(nullif(ready.wording, ''), ready.content) AS wording
FROM ready
LEFT JOIN aspects
    ON
        ready.activity_id = aspects.activity_id
        AND ready.aspect = aspects.label
LEFT JOIN taken
    ON
        ready.activity_id = taken.activity_id
        AND ready.opinion_id = taken.opinion_id
WHERE taken.opinion_id IS NULL
ORDER BY aspects.position, ready.theme, wording;

-- name: sheets
-- One row per feedback sheet there was at the end of a day, as its last event up to that day left it.
WITH states AS (
    SELECT *
    FROM feedback_sheet_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY seq = max(seq) OVER (PARTITION BY sheet_id) AND NOT is_removed
),

counted AS (
    SELECT
        activity_id,
        sheet_id,
        count(*) AS opinion_count
    FROM feedback_sheet_opinions
    WHERE activity_id = $activity_id
    GROUP BY ALL
)

SELECT
    states.*,
    coalesce(counted.opinion_count, 0) AS opinion_count,
    CASE WHEN states.to_kind = 'member' THEN members.name ELSE '' END AS member_name
FROM states
LEFT JOIN counted
    ON
        states.activity_id = counted.activity_id
        AND states.sheet_id = counted.sheet_id
LEFT JOIN people AS members
    ON
        states.activity_id = members.activity_id
        AND states.member_id = members.person_id
ORDER BY length(states.sheet_id), states.sheet_id;

-- name: sheet_opinions
-- One row per opinion that stood on a feedback sheet at the end of a day, in the sheet's own order.
SELECT
    sheet_id,
    opinion_id,
    position,
    aspect,
    wording
FROM feedback_sheet_opinions
WHERE
    activity_id = $activity_id
    AND linked_at < cast($as_of AS DATE) + 1
    AND (unlinked_at IS NULL OR unlinked_at >= cast($as_of AS DATE) + 1)
ORDER BY length(sheet_id), sheet_id, position;

-- name: destroy_repeated
-- Puts other words in the place of what sheets of feedback repeat word for word of an opinion's text, as it ever stood.
UPDATE feedback_sheet_opinions
SET wording = $destroyed
WHERE
    activity_id = $activity_id
    AND wording IN (
        SELECT opinion_events.content
        FROM opinion_events
        WHERE
            opinion_events.activity_id = $activity_id
            AND opinion_events.opinion_id = feedback_sheet_opinions.opinion_id
    );
