-- part: standing
-- One row per unit that submitted: the number, in the order of arrival, of its submission in force on a day, and the
-- digest of what its forms ask; of those that arrived after a number (0: all).
SELECT
    unit_id,
    max_by(submission_no, number) AS submission_no,
    max_by(plan_sha256, number) AS plan_sha256
FROM submissions
WHERE
    activity_id = $activity_id
    AND as_of <= cast($as_of AS DATE)
    AND received_at < cast($as_of AS DATE) + 1
    AND submission_no > $after_no
GROUP BY unit_id;

-- name: in_force
-- One row per unit that submitted: the number of its submission in force on a day, of those that arrived after one.
-- with: comparison/standing
SELECT
    unit_id,
    submission_no
FROM standing
ORDER BY unit_id;

-- name: figure
-- One row per unit whose submission in force on a day has a figure: its whole numbers and, of answers that one form
-- gives once, how many forms were given out; whether its answers are those of all criteria taken together.
-- with: comparison/standing
WITH pooled AS (
    SELECT submission_no
    FROM submitted_figures
    WHERE
        figure = 'is_pooled'
        AND numerator = 1
        AND $figure = 'answers_good'
        AND submission_no > $after_no
),

figures AS (
    SELECT
        submission_no,
        numerator,
        base,
        coalesce($figure = 'answers_good', FALSE) AS has_forms
    FROM submitted_figures
    WHERE
        figure = $figure
        AND submission_no > $after_no
)

SELECT
    standing.unit_id,
    standing.plan_sha256,
    figures.numerator,
    figures.base,
    if(figures.has_forms, rounds.given_out, NULL) AS population,
    standing.submission_no IN (SELECT pooled.submission_no FROM pooled) AS is_pooled
FROM standing
INNER JOIN figures ON standing.submission_no = figures.submission_no
LEFT JOIN submitted_rounds AS rounds
    ON
        standing.submission_no = rounds.submission_no
        AND rounds.is_newest
ORDER BY standing.unit_id;

-- name: points
-- One row per unit whose submission in force on a day shows all answers to the overall grade of its newest round: the
-- mean of their points, the standard deviation within the unit, and how many forms were given out.
-- with: comparison/standing
SELECT
    standing.unit_id,
    sum(answers.points * answers.answer_count) AS points_total,
    sum(answers.answer_count) AS base,
    sum(answers.points * answers.points * answers.answer_count) AS squares_total,
    any_value(rounds.given_out) AS population,
    any_value(standing.plan_sha256) AS plan_sha256
FROM standing
INNER JOIN submitted_rounds AS rounds
    ON
        standing.submission_no = rounds.submission_no
        AND rounds.is_newest
INNER JOIN submitted_answers AS answers
    ON
        rounds.submission_no = answers.submission_no
        AND rounds.round_id = answers.round_id
WHERE
    answers.is_overall
    AND answers.points IS NOT NULL
GROUP BY standing.unit_id
HAVING
    bool_and(answers.answer_count IS NOT NULL)
    AND sum(answers.answer_count) > 0
ORDER BY standing.unit_id;

-- name: over_time
-- One row per week, so many and the last the day's: of these units, how many had submitted a figure by then, and the
-- sums of it; of forms that ask the same (asking: plan_sha256; '': whatever they ask).
WITH days AS (
    SELECT cast($as_of AS DATE) - cast(7 * unnest(range($weeks)) AS INTEGER) AS on_date
),

taken AS (
    SELECT
        unit_id,
        number,
        submission_no,
        plan_sha256,
        greatest(as_of, cast(received_at AS DATE)) AS from_on
    FROM submissions
    WHERE
        activity_id = $activity_id
        AND (cast($is_every AS BOOLEAN) OR unit_id IN (SELECT unnest(cast($unit_ids AS TEXT[]))))
),

spans AS (
    SELECT
        submission_no,
        from_on,
        coalesce($asking IN ('', plan_sha256), FALSE) AS is_asked,
        min(from_on) OVER (
            PARTITION BY unit_id
            ORDER BY number
            ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ) AS until_on
    FROM taken
),

standing AS (
    SELECT
        days.on_date,
        spans.submission_no
    FROM days
    INNER JOIN spans
        ON
            days.on_date >= spans.from_on
            AND (spans.until_on IS NULL OR days.on_date < spans.until_on)
            AND spans.is_asked
),

figures AS (
    SELECT
        submission_no,
        numerator,
        base
    FROM submitted_figures
    WHERE
        figure = $figure
        AND base >= $smallest
)

SELECT
    standing.on_date,
    count(*) AS unit_count,
    sum(figures.numerator) AS numerator,
    sum(figures.base) AS base
FROM standing
INNER JOIN figures ON standing.submission_no = figures.submission_no
GROUP BY standing.on_date
ORDER BY standing.on_date;

-- name: figures_of
-- One row per figure of a submission.
SELECT
    figure,
    numerator,
    base
FROM submitted_figures
WHERE submission_no = $submission_no
ORDER BY figure;

-- name: papers_of
-- One row per published paper of a submission, the newest first.
SELECT
    title,
    published_on,
    word_sha256
FROM submitted_papers
WHERE submission_no = $submission_no
ORDER BY published_on DESC, word_sha256 ASC;

-- name: themes
-- One row per theme that a unit's submission in force on a day names: the counts are withheld where they are few.
-- with: comparison/standing
SELECT
    standing.unit_id,
    themes.kind,
    themes.label,
    themes.opinion_count,
    themes.problem_count,
    themes.item_count
FROM standing
INNER JOIN submitted_themes AS themes ON standing.submission_no = themes.submission_no
WHERE coalesce(themes.opinion_count, 0) + themes.problem_count + themes.item_count > 0
ORDER BY standing.unit_id, themes.kind, themes.label;

-- name: rules_failed
-- One row per rule and unit whose submission in force on a day doesn't keep it.
-- with: comparison/standing
SELECT
    standing.unit_id,
    verdicts.rule_id,
    verdicts.gap_count
FROM standing
INNER JOIN submitted_verdicts AS verdicts ON standing.submission_no = verdicts.submission_no
WHERE verdicts.verdict = 'failed'
ORDER BY standing.unit_id, verdicts.rule_id;

-- name: criteria
-- One row per criterion and unit of the newest round of its submission in force on a day: good and valid answers. A
-- criterion of which a count is withheld is left out.
-- with: comparison/standing
SELECT
    standing.unit_id,
    answers.criterion_label,
    coalesce(sum(answers.answer_count) FILTER (WHERE answers.is_good), 0) AS numerator,
    sum(answers.answer_count) AS base
FROM standing
INNER JOIN submitted_rounds AS rounds
    ON
        standing.submission_no = rounds.submission_no
        AND rounds.is_newest
INNER JOIN submitted_answers AS answers
    ON
        rounds.submission_no = answers.submission_no
        AND rounds.round_id = answers.round_id
WHERE
    NOT answers.is_overall
    AND answers.points IS NOT NULL
GROUP BY standing.unit_id, answers.criterion_label
HAVING
    bool_and(answers.answer_count IS NOT NULL)
    AND sum(answers.answer_count) > 0
ORDER BY standing.unit_id, answers.criterion_label;

-- name: summed
-- At most one row: what the sums of a submission are of.
SELECT
    as_of,
    unit_count
FROM submitted_summed
WHERE submission_no = $submission_no
ORDER BY as_of;

-- name: step_sums
-- One row per task of a submission's sums, with its name here (its id, where there is no such task).
WITH own AS (
    SELECT
        task_id,
        name AS task_name
    FROM tasks
    WHERE activity_id = $activity_id
),

sums AS (
    SELECT *
    FROM submitted_step_sums
    WHERE submission_no = $submission_no
)

SELECT
    sums.*,
    coalesce(own.task_name, sums.task_id) AS task_name
FROM sums
LEFT JOIN own ON sums.task_id = own.task_id
ORDER BY sums.task_id;

-- name: verdict_sums
-- One row per rule of a submission's sums, those first that most units fail.
SELECT *
FROM submitted_verdict_sums
WHERE submission_no = $submission_no
ORDER BY failed_count DESC, rule_id ASC;

-- name: item_sums
-- One row per kind, status and aspect of a submission's sums.
SELECT *
FROM submitted_item_sums
WHERE submission_no = $submission_no
ORDER BY kind, status, aspect;
