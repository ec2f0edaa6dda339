-- Answers parted into lumps, so that no two figures, whenever they are looked at, differ by one to four ballots.

-- lump_no: from 1 in a round; 0 waits for more, -1 is held back. counted_on: the day from which it counts. import_id as
-- of ballots. criterion_id: '' for the valid ballots themselves (rank 0). rank as of tallied_answers.
CREATE TABLE answer_lumps (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    lump_no INTEGER NOT NULL,
    counted_on DATE,
    import_id TEXT,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    criterion_id TEXT NOT NULL,
    rank INTEGER NOT NULL,
    answer_count BIGINT NOT NULL
);

-- What came before: what each import brought of a group is a lump where there is enough of it.
INSERT INTO answer_lumps BY NAME
WITH brought AS (
    SELECT
        activity_id,
        round_id,
        import_id,
        group_label,
        way,
        cast_on,
        '' AS criterion_id,
        0 AS rank,
        count(*) AS answer_count
    FROM ballots
    WHERE NOT is_void
    GROUP BY activity_id, round_id, import_id, group_label, way, cast_on
    UNION ALL
    SELECT
        activity_id,
        round_id,
        import_id,
        group_label,
        way,
        cast_on,
        '' AS criterion_id,
        0 AS rank,
        ballot_count AS answer_count
    FROM tallied_ballots
    WHERE NOT is_void
    UNION ALL
    SELECT
        ballots.activity_id,
        ballots.round_id,
        ballots.import_id,
        ballots.group_label,
        ballots.way,
        ballots.cast_on,
        scores.criterion_id,
        scores.rank,
        count(*) AS answer_count
    FROM scores
    INNER JOIN ballots
        ON
            scores.activity_id = ballots.activity_id
            AND scores.round_id = ballots.round_id
            AND scores.ballot_id = ballots.ballot_id
    WHERE NOT ballots.is_void
    GROUP BY
        ballots.activity_id,
        ballots.round_id,
        ballots.import_id,
        ballots.group_label,
        ballots.way,
        ballots.cast_on,
        scores.criterion_id,
        scores.rank
    UNION ALL
    SELECT
        activity_id,
        round_id,
        import_id,
        group_label,
        way,
        cast_on,
        criterion_id,
        rank,
        answer_count
    FROM tallied_answers
),

told AS (
    SELECT
        brought.*,
        brought.criterion_id = '' OR answers.points IS NOT NULL AS is_valid
    FROM brought
    LEFT JOIN answers
        ON
            brought.activity_id = answers.activity_id
            AND brought.criterion_id = answers.criterion_id
            AND brought.rank = answers.rank
),

parts AS (
    SELECT
        activity_id,
        round_id,
        import_id,
        criterion_id,
        group_label,
        max(cast_on) AS last_on,
        sum(answer_count) AS whole_count,
        sum(CASE WHEN is_valid THEN answer_count ELSE 0 END) AS valid_count
    FROM told
    GROUP BY activity_id, round_id, import_id, criterion_id, group_label
),

numbered AS (
    SELECT
        activity_id,
        round_id,
        import_id,
        criterion_id,
        group_label,
        last_on,
        row_number() OVER (
            PARTITION BY activity_id, round_id
            ORDER BY import_id, criterion_id, group_label
        ) AS lump_no
    FROM parts
    WHERE whole_count >= 5 AND (valid_count = 0 OR valid_count >= 5)
)

SELECT
    told.activity_id,
    told.round_id,
    coalesce(numbered.lump_no, 0) AS lump_no,
    numbered.last_on AS counted_on,
    told.import_id,
    told.group_label,
    told.way,
    told.cast_on,
    told.criterion_id,
    told.rank,
    told.answer_count
FROM told
LEFT JOIN numbered
    ON
        told.activity_id = numbered.activity_id
        AND told.round_id = numbered.round_id
        AND told.import_id IS NOT DISTINCT FROM numbered.import_id
        AND told.criterion_id = numbered.criterion_id
        AND told.group_label = numbered.group_label;
