-- part: answered
-- One row per thing of an activity that was forwarded to a superior, with the last answer to it. submission_no 0: the
-- tree of units, by its digest.
SELECT
    submission_no,
    if(submission_no = 0, sha256, '') AS tree_sha256,
    arg_max(receipt, answered_at) AS receipt,
    arg_max(refusal, answered_at) AS refusal
FROM forward_answers
WHERE
    activity_id = $activity_id
    AND unit_id = $unit_id
GROUP BY submission_no, tree_sha256;

-- part: forwarded
-- One row per submission taken of an activity, with the superior's last answer to it ('' for none), and the digest of
-- the cover that it came in (NULL: from the unit itself).
-- with: forwards/answered
WITH taken AS (
    SELECT *
    FROM submissions
    WHERE activity_id = $activity_id
),

covers AS (
    SELECT
        submission_no,
        arg_min(sha256, received_at) AS cover_sha256
    FROM forwards
    GROUP BY submission_no
)

SELECT
    taken.submission_no,
    taken.unit_id AS from_unit_id,
    taken.number AS unit_number,
    taken.received_at,
    taken.sha256 AS enclosed_sha256,
    covers.cover_sha256,
    coalesce(answered.receipt, '') AS receipt,
    coalesce(answered.refusal, '') AS refusal
FROM taken
LEFT JOIN answered ON taken.submission_no = answered.submission_no
LEFT JOIN covers ON taken.submission_no = covers.submission_no;

-- name: waiting
-- One row per submission taken of an activity that waits to be forwarded to a superior, in the order of arrival.
-- with: forwards/forwarded
SELECT *
FROM forwarded
WHERE receipt || refusal = ''
ORDER BY submission_no;

-- name: received
-- One row per submission of a unit that the superior has, by number.
-- with: forwards/forwarded
SELECT *
FROM forwarded
WHERE
    from_unit_id = $from_unit_id
    AND receipt <> ''
ORDER BY unit_number;

-- name: refused
-- One row per thing that the superior didn't take, the tree of units before submissions.
-- with: forwards/answered
SELECT
    answered.submission_no,
    answered.tree_sha256,
    answered.refusal,
    submissions.unit_id AS from_unit_id,
    submissions.number AS unit_number
FROM answered
LEFT JOIN submissions ON answered.submission_no = submissions.submission_no
WHERE answered.refusal <> ''
ORDER BY answered.submission_no;

-- name: trees
-- One row per tree of units that was forwarded, with the last answer to it.
-- with: forwards/answered
SELECT
    tree_sha256,
    receipt,
    refusal
FROM answered
WHERE submission_no = 0
ORDER BY tree_sha256;

-- name: counts
-- One row: how many submissions taken of an activity the superior has, and how many wait.
-- with: forwards/forwarded
SELECT
    count(*) FILTER (WHERE receipt <> '') AS received_count,
    count(*) FILTER (WHERE receipt || refusal = '') AS waiting_count
FROM forwarded;

-- name: steps
-- One row per unit and day on which something happened to it, with its state at the end of that; in the order in which
-- it was entered.
SELECT
    unit_id,
    action,
    on_date,
    name,
    kind,
    parent_id,
    merged_into,
    is_reporting,
    happened_at
FROM unit_steps
QUALIFY row_number() OVER (PARTITION BY unit_id, on_date ORDER BY seq DESC) = 1
ORDER BY happened_at, unit_id, on_date;

-- name: of_digest
-- At most one row: the cover taken with a digest.
SELECT *
FROM forwards
WHERE sha256 = $sha256
ORDER BY received_at
LIMIT 1;

-- name: insert
-- Adds one row a cover taken.
INSERT INTO forwards BY NAME
SELECT * FROM given;

-- name: insert_answers
-- Adds one row an answer of the superior to what was forwarded.
INSERT INTO forward_answers BY NAME
SELECT * FROM given;
