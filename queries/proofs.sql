-- name: insert
-- Adds one row a version of a file: what is known of it.
INSERT INTO proofs BY NAME
SELECT * FROM given;

-- name: insert_contents
-- Adds one row a content that isn't kept yet: two files of the same bytes share it.
INSERT INTO proof_contents BY NAME
SELECT given.*
FROM given
ANTI JOIN proof_contents ON given.sha256 = proof_contents.sha256;

-- name: withdraw
-- Marks every version of a file that is not withdrawn yet.
UPDATE proofs
SET withdrawn_at = $withdrawn_at
WHERE
    activity_id = $activity_id
    AND proof_id = $proof_id
    AND withdrawn_at IS NULL;

-- name: last_number
-- One row: the highest number a file's id has had.
SELECT coalesce(max(try_cast(substr(proof_id, 3) AS INTEGER)), 0) AS number
FROM proofs
WHERE activity_id = $activity_id;

-- name: of_record
-- One row per version of a file of a record, the newest first.
SELECT
    proof_id,
    version,
    name,
    byte_count,
    sha256,
    added_at,
    actor_name,
    withdrawn_at,
    version = max(version) OVER (PARTITION BY proof_id) AS is_newest
FROM proofs
WHERE
    activity_id = $activity_id
    AND subject = $subject
    AND record_id = $record_id
ORDER BY added_at DESC, length(proof_id) DESC, proof_id DESC, version DESC;

-- name: of_file
-- At most one row: the newest version of a file.
SELECT *
FROM proofs
WHERE
    activity_id = $activity_id
    AND proof_id = $proof_id
ORDER BY version DESC
LIMIT 1;

-- name: content
-- At most one row: a version of a file with its bytes, and the owner of the item it belongs to, if it does to one.
WITH files AS (
    SELECT *
    FROM proofs
    WHERE
        activity_id = $activity_id
        AND proof_id = $proof_id
        AND version = $version
)

SELECT
    files.name,
    files.sha256,
    files.subject,
    files.record_id,
    proof_contents.content,
    items.owner_id
FROM files
LEFT JOIN rectification_items AS items
    ON
        files.subject = 'rectification'
        AND files.activity_id = items.activity_id
        AND files.record_id = items.item_id
LEFT JOIN proof_contents ON files.sha256 = proof_contents.sha256;

-- name: standing
-- One row per record of a subject that had files at the end of a day: how many were not withdrawn by then.
SELECT
    record_id,
    count(DISTINCT proof_id) AS file_count
FROM proofs
WHERE
    activity_id = $activity_id
    AND subject = $subject
    AND added_at < cast($as_of AS DATE) + 1
    AND (withdrawn_at IS NULL OR withdrawn_at >= cast($as_of AS DATE) + 1)
GROUP BY record_id;
