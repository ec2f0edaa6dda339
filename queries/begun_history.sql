-- What is known today of a past day (现在所知), of records that are worked on step by step (`BEGUN` in
-- board/store/sql.py): each is there from its own day, those taken out since were never there, and its further
-- steps count from their entry, but one with a day of its own (own_step) from that. See history.sql.

-- name: known_now
-- One row per event that counts, its moment moved to the day it is about.
WITH staged AS (
    SELECT
        *,
        cast(last_value(own_day) OVER by_record AS TIMESTAMP) AS began_at,
        last_value(is_removed) OVER by_record AS is_gone,
        first_value(seq) OVER by_record AS first_seq,
        lag(own_step) OVER (PARTITION BY activity_id, id ORDER BY seq) AS step_before
    FROM main.events
    WINDOW
        by_record AS (
            PARTITION BY activity_id, id
            ORDER BY seq
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
)

SELECT
    * EXCLUDE (began_at, is_gone, first_seq, step_before)
    REPLACE (
        CASE
            WHEN seq = first_seq THEN began_at
            WHEN
                step_before IS NULL AND own_step IS NOT NULL
                THEN greatest(began_at, least(happened_at, cast(own_step AS TIMESTAMP)))
            ELSE greatest(began_at, happened_at)
        END AS happened_at
    )
FROM staged
WHERE is_gone IS NOT TRUE;
