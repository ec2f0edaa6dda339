-- name: opening_of
-- At most one row: what a link opens.
SELECT *
FROM reply_openings
WHERE opening_id = $opening_id;

-- name: openings
-- One row per time that answers to a paper were asked for, the newest first: one that isn't ended, then by its end.
SELECT *
FROM reply_openings
WHERE
    activity_id = $activity_id
    AND paper_id = $paper_id
ORDER BY ended_at DESC NULLS FIRST;

-- name: opened_for
-- One row per paper of an activity whose items may be answered to today: the link's parts.
SELECT
    paper_id,
    opening_id,
    address
FROM reply_openings
WHERE
    activity_id = $activity_id
    AND ended_at IS NULL
    AND (closes_on IS NULL OR closes_on >= $today);

-- name: published
-- One row if a paper is published today: signed, not void, and in the list of publications.
WITH shown AS (
    SELECT paper_id
    FROM publications
    WHERE
        activity_id = $activity_id
        AND NOT is_removed
        AND published_on <= $today
)

SELECT paper_id
FROM papers
WHERE
    activity_id = $activity_id
    AND paper_id = $paper_id
    AND state = 'signed'
    AND paper_id IN (SELECT shown.paper_id FROM shown);

-- name: insert_opening
-- Adds one row per opening.
INSERT INTO reply_openings BY NAME SELECT * FROM given;

-- name: delete_opening
-- Takes out an opening, for the changed one to go in.
DELETE FROM reply_openings
WHERE opening_id = $opening_id;

-- name: code
-- At most one row: a code that wasn't used yet.
SELECT code_hash
FROM reply_codes
WHERE
    opening_id = $opening_id
    AND code_hash = $code_hash;

-- name: insert_codes
-- Adds one row per code.
INSERT INTO reply_codes BY NAME SELECT * FROM given;

-- name: delete_code
-- Takes out a code that is used.
DELETE FROM reply_codes
WHERE
    opening_id = $opening_id
    AND code_hash = $code_hash;

-- name: delete_codes
-- Takes out an opening's codes that weren't used.
DELETE FROM reply_codes
WHERE opening_id = $opening_id;

-- name: waiting
-- One row: an opening's codes that weren't used, and what came in and waits for its end.
SELECT
    (
        SELECT count(*)
        FROM reply_codes
        WHERE opening_id = $opening_id
    ) AS unused_count,
    (
        SELECT count(*)
        FROM ballot_pool
        WHERE
            activity_id = $activity_id
            AND round_id = $opening_id
            AND kind = 'views'
    ) AS waiting_count;

-- name: turn
-- At most one row: a device's turn that was taken.
SELECT turn_hash
FROM reply_devices
WHERE
    opening_id = $opening_id
    AND turn_hash = $turn_hash;

-- name: insert_turn
-- Adds one row per turn that a device took.
INSERT INTO reply_devices BY NAME SELECT * FROM given;

-- name: delete_turns
-- Takes out the turns of an opening that is ended.
DELETE FROM reply_devices
WHERE opening_id = $opening_id;

-- name: insert_counts
-- Adds one row per item and view.
INSERT INTO reply_counts BY NAME SELECT * FROM given;

-- name: counts
-- One row per item that enough answered to in an opening, in the order of ids.
SELECT
    item_id,
    cast(sum(if(view = 'satisfied', answer_count, 0)) AS INTEGER) AS satisfied_count,
    cast(sum(if(view = 'mostly_satisfied', answer_count, 0)) AS INTEGER) AS mostly_satisfied_count,
    cast(sum(if(view = 'dissatisfied', answer_count, 0)) AS INTEGER) AS dissatisfied_count
FROM reply_counts
WHERE opening_id = $opening_id
GROUP BY item_id
ORDER BY length(item_id), item_id;
