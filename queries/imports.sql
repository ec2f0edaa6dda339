-- name: by_activity
-- One row per import into an activity, newest first.
WITH named AS (
    SELECT
        round_id,
        name AS round_name
    FROM rounds
    WHERE activity_id = $activity_id
),

brought AS (
    SELECT
        import_id,
        subject,
        round_id,
        file_name,
        sha256,
        byte_count,
        encoding,
        row_count,
        imported_at,
        actor_id,
        actor_name
    FROM imports
    WHERE activity_id = $activity_id
)

SELECT
    brought.import_id,
    brought.subject,
    brought.round_id,
    named.round_name,
    brought.file_name,
    brought.sha256,
    brought.byte_count,
    brought.encoding,
    brought.row_count,
    brought.imported_at,
    brought.actor_id,
    brought.actor_name
FROM brought
LEFT JOIN named
    ON brought.round_id = named.round_id
ORDER BY brought.imported_at DESC, brought.import_id DESC;

-- name: last_number
-- One row: the number of an activity's newest import, 0 before the first.
SELECT coalesce(max(cast(regexp_extract(import_id, '[0-9]+$') AS INTEGER)), 0) AS last_number
FROM imports
WHERE activity_id = $activity_id;

-- name: last_ballot
-- One row: the highest number a ballot of a round has, 0 before the first.
SELECT coalesce(max(ballot_id), 0) AS last_ballot
FROM ballots
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: insert
-- Adds one row per import.
INSERT INTO imports BY NAME SELECT * FROM given;

-- name: insert_ballots
-- Adds one row per ballot.
INSERT INTO ballots BY NAME SELECT * FROM given;

-- name: insert_scores
-- Adds one row per answer on a ballot.
INSERT INTO scores BY NAME SELECT * FROM given;

-- name: insert_suggestions
-- Adds one row per suggestion.
INSERT INTO suggestions BY NAME SELECT * FROM given;
