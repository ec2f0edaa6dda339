-- name: papers
-- One row per paper there was at the end of a day, as its last event up to that day left it, the newest first.
SELECT *
FROM paper_events
WHERE
    activity_id = $activity_id
    AND happened_at < cast($as_of AS DATE) + 1
QUALIFY seq = max(seq) OVER (PARTITION BY paper_id)
ORDER BY length(paper_id) DESC, paper_id DESC;

-- name: hands
-- One row per paper and deed, drafting (draft) or signing (sign), up to the end of a day: when and by whom.
SELECT
    paper_id,
    happened_at,
    actor_id,
    actor_name,
    if(seq = 1, 'draft', 'sign') AS deed
FROM paper_events
WHERE
    activity_id = $activity_id
    AND happened_at < cast($as_of AS DATE) + 1
    AND (seq = 1 OR action = 'sign')
ORDER BY paper_id, seq;

-- name: writers
-- One row per account that wrote on a paper: who drafted it or changed it.
SELECT DISTINCT actor_id
FROM paper_events
WHERE
    activity_id = $activity_id
    AND paper_id = $paper_id
    AND action IN ('draft', 'edit', 'correct');

-- name: numbers
-- One row per paper of the unit that an activity is of, which has a number: of other activities of the unit, too.
WITH own AS (
    SELECT unit_id
    FROM activities
    WHERE activity_id = $activity_id
)

SELECT
    papers.activity_id,
    papers.paper_id,
    papers.number_word,
    papers.number_year,
    papers.number_no,
    papers.state,
    papers.signed_at
FROM papers
INNER JOIN activities ON papers.activity_id = activities.activity_id
INNER JOIN own ON activities.unit_id = own.unit_id
WHERE papers.number_no IS NOT NULL
ORDER BY papers.number_year, papers.number_no;

-- name: insert_contents
-- Adds one row a content that isn't kept yet.
INSERT INTO paper_contents BY NAME
SELECT given.*
FROM given
ANTI JOIN paper_contents ON given.sha256 = paper_contents.sha256;

-- name: content
-- At most one row: a kept content.
SELECT content
FROM paper_contents
WHERE sha256 = $sha256;
