-- part: summed
-- One row per unit of those asked for that submitted: its submission in force on a day, and whether its forms ask what
-- the bureau's own do.
-- with: comparison/standing
SELECT
    unit_id,
    submission_no,
    plan_sha256 = $plan_sha256 AS asks_the_same
FROM standing
WHERE unit_id IN (SELECT unnest(cast($unit_ids AS TEXT[])));

-- name: units
-- One row: how many units submitted.
-- with: sums/summed
SELECT count(*) AS unit_count
FROM summed;

-- name: figures
-- One row per figure with its sums; of answers only of forms that ask the same, and for an overall grade.
-- with: sums/summed
WITH pooled AS (
    SELECT submission_no
    FROM submitted_figures
    WHERE
        figure = 'is_pooled'
        AND numerator = 1
)

SELECT
    figures.figure,
    sum(figures.numerator)::BIGINT AS numerator,
    sum(figures.base)::BIGINT AS base
FROM summed
INNER JOIN submitted_figures AS figures ON summed.submission_no = figures.submission_no
WHERE
    figures.figure <> 'is_pooled'
    AND (
        figures.figure <> 'answers_good'
        OR (summed.asks_the_same AND summed.submission_no NOT IN (SELECT pooled.submission_no FROM pooled))
    )
GROUP BY figures.figure
ORDER BY figures.figure;

-- name: rounds
-- One row, none without a round: the newest rounds taken together.
-- with: sums/summed
SELECT
    min(rounds.opened_on) AS opened_on,
    if(count(*) = count(rounds.closed_on), max(rounds.closed_on), NULL) AS closed_on,
    if(count(*) = count(rounds.given_out), sum(rounds.given_out), NULL)::BIGINT AS given_out,
    sum(rounds.returned_count)::BIGINT AS returned_count,
    sum(rounds.valid_count)::BIGINT AS valid_count
FROM summed
INNER JOIN submitted_rounds AS rounds ON summed.submission_no = rounds.submission_no
WHERE
    rounds.is_newest
    AND summed.asks_the_same
HAVING count(*) > 0;

-- name: answers
-- One row per criterion and answer of the newest rounds whose forms ask the same: how many gave it, of the units that
-- show all answers to that criterion.
-- with: sums/summed
WITH answers AS (
    SELECT
        answers.*,
        bool_and(answers.answer_count IS NOT NULL) OVER (
            PARTITION BY answers.submission_no, answers.criterion_id
        ) AS is_whole
    FROM summed
    INNER JOIN submitted_rounds AS rounds ON summed.submission_no = rounds.submission_no
    INNER JOIN submitted_answers AS answers
        ON
            rounds.submission_no = answers.submission_no
            AND rounds.round_id = answers.round_id
    WHERE
        rounds.is_newest
        AND summed.asks_the_same
)

SELECT
    criterion_id,
    rank,
    max(criterion_label) AS criterion_label,
    max(answer_label) AS answer_label,
    max(points) AS points,
    bool_or(is_overall) AS is_overall,
    bool_or(is_good) AS is_good,
    sum(answer_count)::BIGINT AS answer_count
FROM answers
WHERE is_whole
GROUP BY criterion_id, rank
ORDER BY criterion_id, rank;

-- name: themes
-- One row per theme and aspect with its sums; opinion_count, answered_count NULL where every unit withholds them.
-- with: sums/summed
SELECT
    themes.kind,
    themes.label,
    sum(themes.opinion_count)::BIGINT AS opinion_count,
    sum(themes.answered_count)::BIGINT AS answered_count,
    sum(themes.problem_count)::BIGINT AS problem_count,
    sum(themes.item_count)::BIGINT AS item_count
FROM summed
INNER JOIN submitted_themes AS themes ON summed.submission_no = themes.submission_no
GROUP BY themes.kind, themes.label
ORDER BY themes.kind, themes.label;
