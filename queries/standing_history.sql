-- What is known today of a past day (现在所知), of records that are right or wrong as a whole (the others of `OWN_DAYS` in
-- board/store/sql.py): each stands from its own day as it is now, and those taken out since were never there.
-- A state without its own day stands from its entry. See history.sql.

-- name: known_now
-- One row per event that counts, its moment moved back to the record's own day.
WITH staged AS (
    SELECT
        *,
        last_value(seq) OVER by_record AS last_seq,
        last_value(is_removed) OVER by_record AS is_gone
    FROM main.events
    WINDOW
        by_record AS (
            PARTITION BY activity_id, id
            ORDER BY seq
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
)

SELECT
    * EXCLUDE (last_seq, is_gone)
    REPLACE (least(happened_at, coalesce(cast(own_day AS TIMESTAMP), happened_at)) AS happened_at)
FROM staged
WHERE
    is_gone IS NOT TRUE
    AND (seq = last_seq OR own_day IS NULL);
