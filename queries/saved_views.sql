-- name: visible
-- One row per saved view of a subject that a person sees: their own first, then those that others share.
SELECT
    view_id,
    name,
    query,
    is_shared,
    actor_name,
    actor_id = $actor_id AS is_mine
FROM saved_views
WHERE
    activity_id = $activity_id
    AND subject = $subject
    AND (is_shared OR actor_id = $actor_id)
ORDER BY
    is_mine DESC,
    length(view_id) ASC,
    view_id ASC;

-- name: found
-- At most one row: the saved view of an id, whosever it is.
SELECT
    view_id,
    actor_id,
    is_shared
FROM saved_views
WHERE
    activity_id = $activity_id
    AND view_id = $view_id;

-- name: last_number
-- One row: the highest number a saved view's id has.
SELECT coalesce(max(try_cast(substr(view_id, 3) AS INTEGER)), 0) AS number
FROM saved_views
WHERE activity_id = $activity_id;

-- name: insert
-- Adds one row a saved view.
INSERT INTO saved_views BY NAME
SELECT * FROM given;

-- name: delete
-- Takes a saved view away.
DELETE FROM saved_views
WHERE
    activity_id = $activity_id
    AND view_id = $view_id;
