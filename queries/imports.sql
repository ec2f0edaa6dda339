-- name: by_activity
-- One row per import into an activity, newest first. What was undone in the ledger of items is undone here.
-- cast_until: the last day on which its ballots were filled in; NULL: no ballots.
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
        content_sha256,
        byte_count,
        encoding,
        sheet,
        row_count,
        known_count,
        layout,
        mode,
        status,
        replaced_by,
        imported_at,
        actor_id,
        actor_name,
        undone_at,
        undone_by,
        undone_by_name,
        batch_id
    FROM imports
    WHERE activity_id = $activity_id
),

filled AS (
    SELECT
        import_id,
        max(cast_on) AS cast_until
    FROM answer_lumps
    WHERE activity_id = $activity_id
    GROUP BY import_id
),

undone AS (
    SELECT
        batch_id,
        undone_at
    FROM batches
    WHERE
        activity_id = $activity_id
        AND undone_at IS NOT NULL
)

SELECT
    brought.import_id,
    filled.cast_until,
    brought.subject,
    brought.round_id,
    named.round_name,
    brought.file_name,
    brought.sha256,
    brought.content_sha256,
    brought.byte_count,
    brought.encoding,
    brought.sheet,
    brought.row_count,
    brought.known_count,
    brought.layout,
    brought.mode,
    brought.replaced_by,
    brought.imported_at,
    brought.actor_id,
    brought.actor_name,
    brought.undone_by,
    brought.undone_by_name,
    brought.batch_id,
    CASE WHEN undone.batch_id IS NULL THEN brought.status ELSE 'undone' END AS status,
    coalesce(brought.undone_at, undone.undone_at) AS undone_at
FROM brought
LEFT JOIN named
    ON brought.round_id = named.round_id
LEFT JOIN undone
    ON brought.batch_id = undone.batch_id
LEFT JOIN filled
    ON brought.import_id = filled.import_id
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

-- name: insert_suggestions
-- Adds one row per suggestion.
INSERT INTO suggestions BY NAME SELECT * FROM given;

-- name: insert_tallied_ballots
-- Adds one row per import, group, way, day and voidness.
INSERT INTO tallied_ballots BY NAME SELECT * FROM given;

-- name: insert_tallied_answers
-- Adds one row per import, group, way, day, criterion and rank.
INSERT INTO tallied_answers BY NAME SELECT * FROM given;

-- name: insert_keys
-- Adds one row per ballot that an online form numbered.
INSERT INTO import_keys BY NAME SELECT * FROM given;

-- name: held
-- One row per import into a round, group, way and voidness: the ballots it brought, one by one or tallied.
WITH brought AS (
    SELECT
        import_id,
        group_label,
        way,
        is_void,
        count(*) AS ballot_count
    FROM ballots
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
        AND import_id IS NOT NULL
    GROUP BY import_id, group_label, way, is_void
    UNION ALL
    SELECT
        import_id,
        group_label,
        way,
        is_void,
        ballot_count
    FROM tallied_ballots
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
        AND import_id IS NOT NULL
)

SELECT
    import_id,
    group_label,
    way,
    is_void,
    cast(sum(ballot_count) AS BIGINT) AS ballot_count
FROM brought
GROUP BY import_id, group_label, way, is_void
ORDER BY import_id, group_label, way, is_void;

-- name: counted_keys
-- One row per round and number under which a ballot that counts came in; of these numbers alone where they are named.
WITH counted AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status = 'active'
),

brought AS (
    SELECT
        round_id,
        import_id,
        key_sha256
    FROM import_keys
    WHERE
        activity_id = $activity_id
        AND ($numbers IS NULL OR key_sha256 IN (SELECT unnest($numbers::VARCHAR[])))
)

SELECT DISTINCT
    brought.round_id,
    brought.key_sha256
FROM brought
INNER JOIN counted
    ON brought.import_id = counted.import_id;

-- name: keyed
-- One row per import into a round whose ballots an online form numbered.
SELECT DISTINCT import_id
FROM import_keys
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: numbered_alike
-- One row per import into a round that brought a ballot under one of these numbers.
SELECT DISTINCT import_id
FROM import_keys
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND list_contains($numbers, key_sha256);

-- name: texts
-- One row per suggestion that an import brought into a round.
SELECT
    import_id,
    content
FROM suggestions
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND import_id IS NOT NULL
ORDER BY import_id, suggestion_id;

-- name: patterns
-- One row per counted import of a round, group, way, day and set of answers: how many of its valid ballots have it.
-- answers: of each of the first fifteen criteria, by id, four bits: its rank and 1, or 0 where it wasn't asked.
-- places: of these ballots among the import's, in the order of its file; NULL if it has more than 2,000.
WITH placed AS (
    SELECT
        criterion_id,
        4 * (row_number() OVER (ORDER BY criterion_id) - 1) AS shift
    FROM criteria
    WHERE activity_id = $activity_id
    QUALIFY row_number() OVER (ORDER BY criterion_id) <= 15
),

counted AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
        AND status = 'active'
),

valid AS (
    SELECT
        ballot_id,
        import_id,
        group_label,
        way,
        cast_on,
        asked,
        ranks
    FROM ballots
    WHERE
        activity_id = $activity_id
        AND round_id = $round_id
        AND NOT is_void
        AND import_id IN (SELECT counted.import_id FROM counted)
),

scored AS (
    SELECT
        ballot_id,
        cast(unnest(ranks) + 1 AS BIGINT) AS digit,
        unnest(string_split(asked, ',')) AS criterion_id
    FROM valid
),

answered AS (
    SELECT
        scored.ballot_id,
        cast(sum(scored.digit << placed.shift) AS BIGINT) AS answers
    FROM scored
    INNER JOIN placed
        ON scored.criterion_id = placed.criterion_id
    GROUP BY scored.ballot_id
)

SELECT
    valid.import_id,
    valid.group_label,
    valid.way,
    valid.cast_on,
    coalesce(answered.answers, 0) AS answers,
    count(*) AS ballot_count,
    CASE
        WHEN sum(count(*)) OVER (PARTITION BY valid.import_id) <= 2000 THEN list(valid.ballot_id)
    END AS places
FROM valid
LEFT JOIN answered
    ON valid.ballot_id = answered.ballot_id
GROUP BY valid.import_id, valid.group_label, valid.way, valid.cast_on, coalesce(answered.answers, 0);

-- name: shared_keys
-- One row per import that counts and that holds ballots of the same numbers as those that an import replaced.
WITH counted AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status = 'active'
        AND import_id <> $import_id
),

waiting AS (
    SELECT import_id
    FROM imports
    WHERE
        activity_id = $activity_id
        AND status = 'replaced'
        AND replaced_by = $import_id
),

brought AS (
    SELECT
        round_id,
        import_id,
        key_sha256
    FROM import_keys
    WHERE activity_id = $activity_id
),

coming_back AS (
    SELECT DISTINCT
        brought.round_id,
        brought.key_sha256
    FROM brought
    INNER JOIN waiting
        ON brought.import_id = waiting.import_id
)

SELECT
    brought.import_id,
    count(*) AS ballot_count
FROM brought
INNER JOIN counted
    ON brought.import_id = counted.import_id
INNER JOIN coming_back
    ON
        brought.round_id = coming_back.round_id
        AND brought.key_sha256 = coming_back.key_sha256
GROUP BY brought.import_id
ORDER BY brought.import_id;

-- name: suggestion_count
-- One row: how many suggestions an import brought.
SELECT count(*) AS suggestion_count
FROM suggestions
WHERE
    activity_id = $activity_id
    AND import_id = $import_id;

-- name: opinions
-- One row per opinion that suggestions of an import became.
WITH brought AS (
    SELECT suggestion_id
    FROM suggestions
    WHERE
        activity_id = $activity_id
        AND import_id = $import_id
),

led AS (
    SELECT
        suggestion_id,
        opinion_id
    FROM suggestion_opinions
    WHERE activity_id = $activity_id
)

SELECT DISTINCT led.opinion_id
FROM led
INNER JOIN brought
    ON led.suggestion_id = brought.suggestion_id
ORDER BY led.opinion_id;

-- name: mark_replaced
-- Leaves an import uncounted, in favour of another.
UPDATE imports
SET
    status = 'replaced',
    replaced_by = $replaced_by
WHERE
    activity_id = $activity_id
    AND import_id = $import_id;

-- name: hand_on
-- What an import replaced counts again, or is replaced by what replaced that import.
UPDATE imports
SET
    status = $status,
    replaced_by = $replaced_by
WHERE
    activity_id = $activity_id
    AND status = 'replaced'
    AND replaced_by = $import_id;

-- name: mark_undone
-- Marks an import as taken back, by whom and when.
UPDATE imports
SET
    status = 'undone',
    undone_at = $undone_at,
    undone_by = $undone_by,
    undone_by_name = $undone_by_name
WHERE
    activity_id = $activity_id
    AND import_id = $import_id;

-- name: delete_ballots
-- Takes out an import's ballots.
DELETE FROM ballots
WHERE
    activity_id = $activity_id
    AND import_id = $import_id;

-- name: delete_suggestions
-- Takes out an import's suggestions.
DELETE FROM suggestions
WHERE
    activity_id = $activity_id
    AND import_id = $import_id;

-- name: delete_tallied_ballots
-- Takes out an import's tally of ballots.
DELETE FROM tallied_ballots
WHERE
    activity_id = $activity_id
    AND import_id = $import_id;

-- name: delete_tallied_answers
-- Takes out an import's tally of answers.
DELETE FROM tallied_answers
WHERE
    activity_id = $activity_id
    AND import_id = $import_id;

-- name: delete_keys
-- Takes out the numbers of an import's ballots.
DELETE FROM import_keys
WHERE
    activity_id = $activity_id
    AND import_id = $import_id;

-- name: insert_orders
-- Adds one row per task whose order an import set.
INSERT INTO import_orders BY NAME SELECT * FROM given;

-- name: orders
-- One row per task whose order an import set: the tasks it came after until then and since, joined by commas.
SELECT
    task_id,
    before_ids,
    after_ids
FROM import_orders
WHERE
    activity_id = $activity_id
    AND import_id = $import_id
ORDER BY length(task_id), task_id;

-- name: delete_orders
-- Takes out which orders an import set.
DELETE FROM import_orders
WHERE
    activity_id = $activity_id
    AND import_id = $import_id;

-- name: mapping
-- At most one row: what was said about files of a shape.
SELECT mapping
FROM import_mappings
WHERE
    activity_id = $activity_id
    AND shape = $shape;

-- name: insert_mapping
-- Adds one row per shape of file.
INSERT INTO import_mappings BY NAME SELECT * FROM given;

-- name: delete_mapping
-- Takes out what was said about files of a shape.
DELETE FROM import_mappings
WHERE
    activity_id = $activity_id
    AND shape = $shape;
