-- name: rounds
-- One row per round of an activity opened by a day, as it was known at the end of it.
WITH kept AS (
    SELECT min(last_on) AS last_on
    FROM past_days
    WHERE
        activity_id = $activity_id
        AND subject = 'rounds'
        AND last_on >= $as_of
),

known AS (
    SELECT
        round_id,
        name,
        evaluated,
        opened_on,
        closed_on,
        entered_on
    FROM rounds
    WHERE
        activity_id = $activity_id
        AND (SELECT kept.last_on FROM kept) IS NULL
    UNION ALL
    SELECT
        round_id,
        name,
        evaluated,
        opened_on,
        closed_on,
        entered_on
    FROM past_rounds
    WHERE
        activity_id = $activity_id
        AND last_on = (SELECT kept.last_on FROM kept)
)

SELECT *
FROM known
WHERE opened_on <= $as_of
ORDER BY opened_on, round_id;

-- name: round
-- One row: a round as it stands.
SELECT
    activity_id,
    round_id,
    name,
    evaluated,
    opened_on,
    closed_on,
    entered_on
FROM rounds
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: last_round_number
-- One row: the number of an activity's newest round, 0 before the first.
SELECT coalesce(max(cast(regexp_extract(round_id, '[0-9]+$') AS INTEGER)), 0) AS last_number
FROM rounds
WHERE activity_id = $activity_id;

-- name: insert_round
-- Adds one row per round.
INSERT INTO rounds BY NAME SELECT * FROM given;

-- name: delete_round
-- Takes a round's row out, for its changed one to go in.
DELETE FROM rounds
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: insert_closing
-- Adds one row per time a round was ended or opened again.
INSERT INTO round_closings BY NAME SELECT * FROM given;

-- name: closings
-- One row per time a round was ended or opened again, the newest first.
SELECT
    action,
    closed_on,
    happened_at,
    actor_id,
    actor_name,
    reason,
    given_out,
    returned_count,
    void_count,
    valid_count
FROM round_closings
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
ORDER BY happened_at DESC;

-- name: insert_forms
-- Adds one row per group and way that forms were given to.
INSERT INTO round_forms BY NAME SELECT * FROM given;

-- name: delete_forms
-- Takes out how many forms of a round were given out.
DELETE FROM round_forms
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: forms
-- One row per round, group and way that has forms given out or ballots returned, as known at the end of a day.
WITH kept AS (
    SELECT min(last_on) AS last_on
    FROM past_days
    WHERE
        activity_id = $activity_id
        AND subject = 'rounds'
        AND last_on >= $as_of
),

totals AS (
    SELECT
        round_id,
        group_label,
        way,
        cast_on,
        is_void,
        ballot_count
    FROM ballot_totals
    WHERE
        activity_id = $activity_id
        AND (SELECT kept.last_on FROM kept) IS NULL
    UNION ALL
    SELECT
        round_id,
        group_label,
        way,
        cast_on,
        is_void,
        ballot_count
    FROM past_ballot_totals
    WHERE
        activity_id = $activity_id
        AND last_on = (SELECT kept.last_on FROM kept)
),

given_out AS (
    SELECT
        round_id,
        group_label,
        way,
        given_out
    FROM round_forms
    WHERE
        activity_id = $activity_id
        AND (SELECT kept.last_on FROM kept) IS NULL
    UNION ALL
    SELECT
        round_id,
        group_label,
        way,
        given_out
    FROM past_round_forms
    WHERE
        activity_id = $activity_id
        AND last_on = (SELECT kept.last_on FROM kept)
),

returned AS (
    SELECT
        round_id,
        group_label,
        way,
        sum(ballot_count) AS returned_count,
        sum(CASE WHEN is_void THEN ballot_count ELSE 0 END) AS void_count
    FROM totals
    WHERE cast_on <= $as_of
    GROUP BY round_id, group_label, way
),

positions AS (
    SELECT
        label,
        position
    FROM terms
    WHERE
        activity_id = $activity_id
        AND kind = 'group'
)

SELECT
    given_out.given_out,
    cast(coalesce(returned.returned_count, 0) AS BIGINT) AS returned_count,
    cast(coalesce(returned.void_count, 0) AS BIGINT) AS void_count,
    cast(coalesce(returned.returned_count - returned.void_count, 0) AS BIGINT) AS valid_count,
    coalesce(given_out.round_id, returned.round_id) AS round_id,
    coalesce(given_out.group_label, returned.group_label) AS group_label,
    coalesce(given_out.way, returned.way) AS way
FROM given_out
FULL OUTER JOIN returned
    ON
        given_out.round_id = returned.round_id
        AND given_out.group_label = returned.group_label
        AND given_out.way = returned.way
LEFT JOIN positions
    ON coalesce(given_out.group_label, returned.group_label) = positions.label
ORDER BY round_id ASC, positions.position ASC, group_label ASC, way DESC;

-- name: form
-- One row per criterion and answer of an activity's form, in the form's order, the overall grade last.
WITH asked AS (
    SELECT
        criterion_id,
        heading,
        label,
        position,
        is_overall
    FROM criteria
    WHERE activity_id = $activity_id
),

ticked AS (
    SELECT
        criterion_id,
        rank,
        label,
        points
    FROM answers
    WHERE activity_id = $activity_id
)

SELECT
    asked.criterion_id,
    asked.heading,
    asked.label AS criterion_label,
    asked.position,
    asked.is_overall,
    ticked.rank,
    ticked.label,
    ticked.points
FROM asked
INNER JOIN ticked
    ON asked.criterion_id = ticked.criterion_id
ORDER BY asked.is_overall ASC, asked.position ASC, asked.criterion_id ASC, ticked.rank ASC;

-- name: group_labels
-- One row per group that an activity asks, in order.
SELECT label
FROM terms
WHERE
    activity_id = $activity_id
    AND kind = 'group'
ORDER BY position, label;

-- name: scale
-- One row per criterion and rank of an activity's form, in the form's order, the blank (0) first, then the best answer.
WITH asked AS (
    SELECT
        criterion_id,
        heading,
        label,
        position,
        is_overall
    FROM criteria
    WHERE activity_id = $activity_id
),

ticked AS (
    SELECT
        criterion_id,
        rank,
        label,
        points,
        is_good
    FROM answers
    WHERE activity_id = $activity_id
    UNION ALL
    SELECT
        criterion_id,
        0 AS blank_rank,
        NULL AS no_label,
        NULL AS no_points,
        FALSE AS counts_as_good
    FROM criteria
    WHERE activity_id = $activity_id
)

SELECT
    asked.criterion_id,
    asked.heading,
    asked.label AS criterion_label,
    asked.position,
    asked.is_overall,
    ticked.rank,
    ticked.label AS answer_label,
    ticked.points,
    ticked.is_good
FROM asked
INNER JOIN ticked
    ON asked.criterion_id = ticked.criterion_id
ORDER BY asked.is_overall ASC, asked.position ASC, asked.criterion_id ASC, ticked.rank ASC;

-- name: suggestions
-- One row per suggestion of a round that was there at the end of a day, without its ballot, its group or its place in
-- the file, but with the import that brought it; none of imports that didn't count.
WITH kept AS (
    SELECT min(last_on) AS last_on
    FROM past_days
    WHERE
        activity_id = $activity_id
        AND subject = 'rounds'
        AND last_on >= $as_of
),

uncounted AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status <> 'active'
        AND (SELECT kept.last_on FROM kept) IS NULL
),

known AS (
    SELECT
        suggestion_id,
        content,
        given_on,
        import_id
    FROM suggestions
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
        AND (SELECT kept.last_on FROM kept) IS NULL
    UNION ALL
    SELECT
        suggestion_id,
        content,
        given_on,
        import_id
    FROM past_suggestions
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
        AND last_on = (SELECT kept.last_on FROM kept)
)

SELECT *
FROM known
WHERE import_id IS NULL OR import_id NOT IN (SELECT uncounted.import_id FROM uncounted)
ORDER BY suggestion_id;

-- name: ballot_totals
-- One row per group, way, day and voidness of a round: the kept number of ballots.
SELECT
    group_label,
    way,
    cast_on,
    is_void,
    ballot_count
FROM ballot_totals
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: answer_totals
-- One row per group, way, day, criterion and rank of a round: the kept number of answers on valid ballots.
SELECT
    group_label,
    way,
    cast_on,
    criterion_id,
    rank,
    answer_count
FROM answer_totals
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: delete_ballot_totals
-- Takes a round's kept numbers of ballots out, for the new ones to go in.
DELETE FROM ballot_totals
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: delete_answer_totals
-- Takes a round's kept numbers of answers out, for the new ones to go in.
DELETE FROM answer_totals
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: insert_ballot_totals
-- Adds one row per round, group, way, day and voidness.
INSERT INTO ballot_totals BY NAME SELECT * FROM given;

-- name: insert_answer_totals
-- Adds one row per round, group, way, day, criterion and rank.
INSERT INTO answer_totals BY NAME SELECT * FROM given;

-- name: kept_ballots
-- One row per round, group, way, day and voidness of an activity: the kept number of ballots.
SELECT
    round_id,
    group_label,
    way,
    cast_on,
    is_void,
    ballot_count
FROM ballot_totals
WHERE activity_id = $activity_id;

-- name: kept_answers
-- One row per round, group, way, day, criterion and rank of an activity: the kept number of answers.
SELECT
    round_id,
    group_label,
    way,
    cast_on,
    criterion_id,
    rank,
    answer_count
FROM answer_totals
WHERE activity_id = $activity_id;

-- name: recounted_ballots
-- One row per round (all of them without $round_id), group, way, day and voidness: the ballots counted anew, one by one
-- and as tallied, without those of imports that don't count.
WITH uncounted AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status <> 'active'
),

held AS (
    SELECT
        round_id,
        import_id,
        group_label,
        way,
        cast_on,
        is_void,
        count(*) AS ballot_count
    FROM ballots
    WHERE
        activity_id = $activity_id
        AND ($round_id IS NULL OR round_id = $round_id)
    GROUP BY round_id, import_id, group_label, way, cast_on, is_void
    UNION ALL
    SELECT
        round_id,
        import_id,
        group_label,
        way,
        cast_on,
        is_void,
        ballot_count
    FROM tallied_ballots
    WHERE
        activity_id = $activity_id
        AND ($round_id IS NULL OR round_id = $round_id)
)

SELECT
    held.round_id,
    held.group_label,
    held.way,
    held.cast_on,
    held.is_void,
    cast(sum(held.ballot_count) AS BIGINT) AS ballot_count
FROM held
LEFT JOIN uncounted
    ON held.import_id = uncounted.import_id
WHERE uncounted.import_id IS NULL
GROUP BY held.round_id, held.group_label, held.way, held.cast_on, held.is_void;

-- name: recounted_answers
-- One row per round (all of them without $round_id), group, way, day, criterion and rank: the answers on valid ballots
-- counted anew, one by one and as tallied, without those of imports that don't count.
WITH uncounted AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status <> 'active'
),

answered AS (
    SELECT
        round_id,
        import_id,
        group_label,
        way,
        cast_on,
        asked,
        unnest(ranks) AS rank,
        generate_subscripts(ranks, 1) AS place
    FROM ballots
    WHERE
        activity_id = $activity_id
        AND ($round_id IS NULL OR round_id = $round_id)
        AND NOT is_void
),

held AS (
    SELECT
        round_id,
        import_id,
        group_label,
        way,
        cast_on,
        string_split(asked, ',')[place] AS criterion_id,
        rank,
        count(*) AS answer_count
    FROM answered
    GROUP BY round_id, import_id, group_label, way, cast_on, asked, place, rank
    UNION ALL
    SELECT
        round_id,
        import_id,
        group_label,
        way,
        cast_on,
        criterion_id,
        rank,
        answer_count
    FROM tallied_answers
    WHERE
        activity_id = $activity_id
        AND ($round_id IS NULL OR round_id = $round_id)
)

SELECT
    held.round_id,
    held.group_label,
    held.way,
    held.cast_on,
    held.criterion_id,
    held.rank,
    cast(sum(held.answer_count) AS BIGINT) AS answer_count
FROM held
LEFT JOIN uncounted
    ON held.import_id = uncounted.import_id
WHERE uncounted.import_id IS NULL
GROUP BY held.round_id, held.group_label, held.way, held.cast_on, held.criterion_id, held.rank;
