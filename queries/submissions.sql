-- name: all
-- One row per submission taken of an activity, the newest first.
SELECT *
FROM submissions
WHERE activity_id = $activity_id
ORDER BY submission_no DESC;

-- name: listed
-- One row per submission taken of an activity after a number in the order of arrival, the newest first.
SELECT
    submission_no,
    unit_id,
    number,
    as_of,
    received_at,
    way,
    corrects,
    reason,
    sha256
FROM submissions
WHERE
    activity_id = $activity_id
    AND submission_no > $after_no
ORDER BY submission_no DESC;

-- name: standing
-- One row per unit that submitted: its submission in force on a day, the last of those frozen and received by its end.
SELECT *
FROM submissions
WHERE
    activity_id = $activity_id
    AND as_of <= cast($as_of AS DATE)
    AND received_at < cast($as_of AS DATE) + 1
QUALIFY row_number() OVER (PARTITION BY unit_id ORDER BY number DESC) = 1
ORDER BY unit_id;

-- name: of_unit
-- One row per submission taken of a unit in an activity, the newest first.
SELECT *
FROM submissions
WHERE
    activity_id = $activity_id
    AND unit_id = $unit_id
ORDER BY number DESC;

-- name: last_of_unit
-- At most one row: the last submission taken of a unit in an activity; trail_number: the biggest of all of them.
SELECT
    number,
    sha256,
    as_of,
    max(trail_number) OVER () AS trail_number
FROM submissions
WHERE
    activity_id = $activity_id
    AND unit_id = $unit_id
ORDER BY number DESC
LIMIT 1;

-- name: trail_of_key
-- One row: how long the audit trail was, at most, behind what came of a unit in an activity under one key; 0 for none.
SELECT coalesce(max(trail_number), 0) AS trail_number
FROM submissions
WHERE
    activity_id = $activity_id
    AND unit_id = $unit_id
    AND fingerprint = $fingerprint;

-- name: of_digest
-- At most one row: the submission taken with a digest.
SELECT *
FROM submissions
WHERE sha256 = $sha256
ORDER BY sha256
LIMIT 1;

-- name: last
-- At most one row: the last submission taken, in the order of arrival.
WITH newest AS (
    SELECT max(submission_no) AS submission_no
    FROM submissions
)

SELECT
    submission_no,
    sha256
FROM submissions
WHERE submission_no IN (SELECT newest.submission_no FROM newest)
ORDER BY submission_no;

-- name: of_number
-- At most one row: the digest of the submission that was the so many-th to arrive.
SELECT sha256
FROM submissions
WHERE submission_no = $submission_no
ORDER BY submission_no
LIMIT 1;

-- name: after
-- One row per submission taken after another, in the order of arrival, with its file: so many at most.
WITH next_taken AS (
    SELECT *
    FROM submissions
    WHERE
        submission_no > $submission_no
        AND submission_no <= $submission_no + $most
)

SELECT
    next_taken.*,
    contents.content
FROM next_taken
INNER JOIN submission_contents AS contents ON next_taken.sha256 = contents.sha256
ORDER BY next_taken.submission_no;

-- name: content
-- At most one row: a file as it was signed.
SELECT content
FROM submission_contents
WHERE sha256 = $sha256
ORDER BY sha256
LIMIT 1;

-- name: insert
-- Adds one row a submission taken.
INSERT INTO submissions BY NAME
SELECT * FROM given;

-- name: insert_contents
-- Adds one row a signed file.
INSERT INTO submission_contents BY NAME
SELECT * FROM given;

-- name: insert_figures
-- Adds one row a figure of a submission.
INSERT INTO submitted_figures BY NAME
SELECT * FROM given;

-- name: insert_rounds
-- Adds one row a round of a submission.
INSERT INTO submitted_rounds BY NAME
SELECT * FROM given;

-- name: insert_answers
-- Adds one row a criterion's answer of a submission.
INSERT INTO submitted_answers BY NAME
SELECT * FROM given;

-- name: insert_steps
-- Adds one row a step of a submission.
INSERT INTO submitted_steps BY NAME
SELECT * FROM given;

-- name: insert_verdicts
-- Adds one row a rule of a submission.
INSERT INTO submitted_verdicts BY NAME
SELECT * FROM given;

-- name: insert_items
-- Adds one row an item of a submission.
INSERT INTO submitted_items BY NAME
SELECT * FROM given;

-- name: insert_themes
-- Adds one row a theme or aspect of a submission.
INSERT INTO submitted_themes BY NAME
SELECT * FROM given;

-- name: insert_papers
-- Adds one row a published paper of a submission.
INSERT INTO submitted_papers BY NAME
SELECT * FROM given;

-- name: insert_summed
-- Adds the row of what the sums of a submission are of.
INSERT INTO submitted_summed BY NAME
SELECT * FROM given;

-- name: insert_step_sums
-- Adds one row a task of a submission's sums.
INSERT INTO submitted_step_sums BY NAME
SELECT * FROM given;

-- name: insert_verdict_sums
-- Adds one row a rule of a submission's sums.
INSERT INTO submitted_verdict_sums BY NAME
SELECT * FROM given;

-- name: insert_item_sums
-- Adds one row a kind, status and aspect of a submission's sums.
INSERT INTO submitted_item_sums BY NAME
SELECT * FROM given;

-- name: superior
-- At most one row: where an activity hands up and as whom.
SELECT *
FROM superiors
WHERE activity_id = $activity_id
ORDER BY seq DESC, happened_at DESC
LIMIT 1;

-- name: insert_superior
-- Adds one row a change of where an activity hands up.
INSERT INTO superiors BY NAME
SELECT * FROM given;

-- name: own
-- One row per state that an activity froze, the newest first, with the superior's last answer to it.
WITH frozen AS (
    SELECT *
    FROM own_submissions
    WHERE activity_id = $activity_id
),

answered AS (
    SELECT
        sha256,
        arg_max(receipt, answered_at) AS receipt,
        arg_max(refusal, answered_at) AS refusal,
        max(answered_at) AS answered_at
    FROM submission_answers
    GROUP BY sha256
)

SELECT
    frozen.*,
    answered.answered_at,
    coalesce(answered.receipt, '') AS receipt,
    coalesce(answered.refusal, '') AS refusal
FROM frozen
LEFT JOIN answered ON frozen.sha256 = answered.sha256
ORDER BY frozen.happened_at DESC, frozen.number DESC;

-- name: waiting
-- One row per frozen state of any activity that waits for the superior's answer, the oldest first: none came, or it was
-- sent again since.
WITH answered AS (
    SELECT
        sha256,
        arg_max(receipt || refusal, answered_at) AS last_words
    FROM submission_answers
    GROUP BY sha256
)

SELECT
    frozen.activity_id,
    frozen.unit_id,
    frozen.number,
    frozen.sha256
FROM own_submissions AS frozen
LEFT JOIN answered ON frozen.sha256 = answered.sha256
WHERE coalesce(answered.last_words, '') = ''
ORDER BY frozen.activity_id, frozen.happened_at, frozen.number;

-- name: last_known
-- At most one row: the last submission that the superior said it has of a unit.
WITH ours AS (
    SELECT sha256
    FROM own_submissions
    WHERE unit_id = $unit_id
)

SELECT
    last_number,
    last_sha256
FROM submission_answers
WHERE
    activity_id = $activity_id
    AND last_number > 0
    AND sha256 IN (SELECT ours.sha256 FROM ours)
ORDER BY answered_at DESC
LIMIT 1;

-- name: insert_own
-- Adds one row a state that was frozen.
INSERT INTO own_submissions BY NAME
SELECT * FROM given;

-- name: insert_answer
-- Adds one row an answer of the superior.
INSERT INTO submission_answers BY NAME
SELECT * FROM given;
