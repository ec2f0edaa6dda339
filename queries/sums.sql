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

-- name: in_force
-- One row per unit of those asked for that submitted: its submission in force on a day, of those taken up to a number.
SELECT
    unit_id,
    max_by(submission_no, number) AS submission_no
FROM submissions
WHERE
    activity_id = $activity_id
    AND as_of <= cast($as_of AS DATE)
    AND received_at < cast($as_of AS DATE) + 1
    AND submission_no <= $last_no
    AND unit_id IN (SELECT unnest(cast($unit_ids AS TEXT[])))
GROUP BY unit_id
ORDER BY unit_id;

-- name: steps
-- One row per task of the bureau's own that at least so many units have: how many of them are how far with it.
-- with: sums/summed
WITH own AS (
    SELECT task_id
    FROM tasks
    WHERE activity_id = $activity_id
),

steps AS (
    SELECT submitted_steps.*
    FROM summed
    INNER JOIN submitted_steps ON summed.submission_no = submitted_steps.submission_no
    INNER JOIN own ON submitted_steps.task_id = own.task_id
)

SELECT
    task_id,
    min(start_on) AS start_on,
    max(due_on) AS due_on,
    count(*) AS unit_count,
    count(*) FILTER (WHERE status = 'in_progress') AS in_progress_count,
    count(*) FILTER (WHERE status = 'done') AS done_count,
    count(*) FILTER (WHERE is_late) AS late_count,
    count(*) FILTER (WHERE done_late) AS done_late_count,
    if(count(done_on) >= $smallest, quantile_disc(done_on, 0.5), NULL) AS half_done_on
FROM steps
GROUP BY task_id
HAVING count(*) >= $smallest
ORDER BY task_id;

-- name: verdicts
-- One row per rule of which at least so many units have a verdict: how many have which, and how many gaps they have.
-- with: sums/summed
WITH verdicts AS (
    SELECT submitted_verdicts.*
    FROM summed
    INNER JOIN submitted_verdicts ON summed.submission_no = submitted_verdicts.submission_no
)

SELECT
    rule_id,
    count(*) FILTER (WHERE verdict = 'passed') AS passed_count,
    count(*) FILTER (WHERE verdict = 'failed') AS failed_count,
    count(*) FILTER (WHERE verdict = 'not_yet') AS not_yet_count,
    count(*) FILTER (WHERE verdict = 'ensured') AS ensured_count,
    sum(gap_count)::BIGINT AS gap_count
FROM verdicts
GROUP BY rule_id
HAVING count(*) >= $smallest
ORDER BY rule_id;

-- name: items
-- One row per kind, status and aspect of the units' items: how many there are and how many of them are late.
-- with: sums/summed
SELECT
    items.kind,
    items.status,
    items.aspect,
    count(*) AS item_count,
    count(*) FILTER (WHERE items.is_late) AS late_count
FROM summed
INNER JOIN submitted_items AS items ON summed.submission_no = items.submission_no
GROUP BY items.kind, items.status, items.aspect
ORDER BY items.kind, items.status, items.aspect;
