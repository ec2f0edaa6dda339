-- name: one
-- At most one row: what a person is typing in.
SELECT draft
FROM entry_drafts
WHERE
    activity_id = $activity_id
    AND account_id = $account_id;

-- name: insert
-- Adds one row per person and activity.
INSERT INTO entry_drafts BY NAME SELECT * FROM given;

-- name: delete
-- Takes out what a person was typing in.
DELETE FROM entry_drafts
WHERE
    activity_id = $activity_id
    AND account_id = $account_id;
