-- 合计: what a bureau hands up of its units' steps, verdicts and items, of at least five units together.

-- One row, or none: what the three tables below are of. as_of: the day of the units' submissions; last_no: the last of
-- them in the order in which the bureau took them.
CREATE TABLE submitted_summed (
    submission_no BIGINT NOT NULL,
    as_of DATE NOT NULL,
    unit_count BIGINT NOT NULL,
    last_no BIGINT NOT NULL
);

-- unit_count: how many units have the step. half_done_on: by when half of those had done it that have; NULL where they
-- are under five.
CREATE TABLE submitted_step_sums (
    submission_no BIGINT NOT NULL,
    task_id TEXT NOT NULL,
    start_on DATE NOT NULL,
    due_on DATE NOT NULL,
    unit_count BIGINT NOT NULL,
    in_progress_count BIGINT NOT NULL,
    done_count BIGINT NOT NULL,
    late_count BIGINT NOT NULL,
    done_late_count BIGINT NOT NULL,
    half_done_on DATE
);

CREATE TABLE submitted_verdict_sums (
    submission_no BIGINT NOT NULL,
    rule_id TEXT NOT NULL,
    passed_count BIGINT NOT NULL,
    failed_count BIGINT NOT NULL,
    not_yet_count BIGINT NOT NULL,
    ensured_count BIGINT NOT NULL,
    gap_count BIGINT NOT NULL
);

-- item_count NULL, and late_count with it: withheld.
CREATE TABLE submitted_item_sums (
    submission_no BIGINT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    aspect TEXT NOT NULL,
    item_count BIGINT,
    late_count BIGINT
);
