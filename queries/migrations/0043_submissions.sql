-- 单位 and 上报: a tree of units, what a unit hands up, and what a collector takes. All of it only grows.

-- One row per thing that happened to a unit of the tree, with its state from on_date on: open, rename, move, merge,
-- close. kind: school, town, district, city, province, other. parent_id, merged_into: '' for none.
CREATE TABLE unit_steps (
    unit_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    action TEXT NOT NULL,
    on_date DATE NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent_id TEXT NOT NULL,
    merged_into TEXT NOT NULL,
    is_reporting BOOLEAN NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);

-- One row per time a unit's key was registered or struck off; the last of a fingerprint counts.
CREATE TABLE unit_keys (
    unit_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    is_valid BOOLEAN NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);

-- One row per time an activity was told where to hand up and under which number it is known there; the last counts.
CREATE TABLE superiors (
    activity_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    address TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);

-- One row per state that this unit froze to hand up. number: 1, 2, 3 … as the superior knows the unit. corrects: the
-- number that it takes the place of, with the reason.
CREATE TABLE own_submissions (
    activity_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    as_of DATE NOT NULL,
    corrects INTEGER,
    reason TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);

-- One row per answer of the superior to a submission: a receipt as it came, or why it was not taken ('' in the other).
-- last_number, last_sha256: of the last submission that the superior has of the unit then; 0 and '' for none.
CREATE TABLE submission_answers (
    activity_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    receipt TEXT NOT NULL,
    refusal TEXT NOT NULL,
    last_number INTEGER NOT NULL,
    last_sha256 TEXT NOT NULL,
    answered_at TIMESTAMP NOT NULL
);

-- The files as they were signed: of this unit's own submissions and of those taken, by their digest.
CREATE TABLE submission_contents (
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL
);

-- One row per submission taken. submission_no: in the order of arrival; joins what follows. way: sent, file.
-- trail_number, trail_hash: the end of the unit's audit trail then. plan_sha256: of its criteria and their answers.
CREATE TABLE submissions (
    activity_id TEXT NOT NULL,
    submission_no BIGINT NOT NULL,
    unit_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    as_of DATE NOT NULL,
    made_at TIMESTAMP NOT NULL,
    received_at TIMESTAMP NOT NULL,
    way TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    previous_sha256 TEXT NOT NULL,
    corrects INTEGER,
    reason TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    trail_number BIGINT NOT NULL,
    trail_hash TEXT NOT NULL,
    plan_sha256 TEXT NOT NULL
);

-- figure: FIGURES in board/submissions/shape.py. base 0: none.
CREATE TABLE submitted_figures (
    submission_no BIGINT NOT NULL,
    figure TEXT NOT NULL,
    numerator BIGINT NOT NULL,
    base BIGINT NOT NULL
);

-- position: 1 is the first round. given_out NULL: not recorded. closed_on NULL: open.
CREATE TABLE submitted_rounds (
    submission_no BIGINT NOT NULL,
    round_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    is_newest BOOLEAN NOT NULL,
    opened_on DATE NOT NULL,
    closed_on DATE,
    given_out BIGINT,
    returned_count BIGINT NOT NULL,
    valid_count BIGINT NOT NULL
);

-- rank 0: 弃权. points NULL: counted apart. answer_count NULL: withheld.
CREATE TABLE submitted_answers (
    submission_no BIGINT NOT NULL,
    round_id TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    criterion_label TEXT NOT NULL,
    is_overall BOOLEAN NOT NULL,
    rank INTEGER NOT NULL,
    answer_label TEXT NOT NULL,
    points DOUBLE,
    is_good BOOLEAN NOT NULL,
    answer_count BIGINT
);

CREATE TABLE submitted_steps (
    submission_no BIGINT NOT NULL,
    task_id TEXT NOT NULL,
    status TEXT NOT NULL,
    start_on DATE NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    is_late BOOLEAN NOT NULL,
    done_late BOOLEAN NOT NULL
);

CREATE TABLE submitted_verdicts (
    submission_no BIGINT NOT NULL,
    rule_id TEXT NOT NULL,
    verdict TEXT NOT NULL,
    gap_count INTEGER NOT NULL
);

-- title: '' unless the unit chose to hand it up. assignment_id: what the superior assigned it as; '' for its own.
CREATE TABLE submitted_items (
    submission_no BIGINT NOT NULL,
    item_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    aspect TEXT NOT NULL,
    source TEXT NOT NULL,
    found_on DATE NOT NULL,
    start_on DATE NOT NULL,
    due_on DATE,
    first_due_on DATE,
    submitted_on DATE,
    closed_on DATE,
    review_on DATE,
    is_late BOOLEAN NOT NULL,
    days_late INTEGER NOT NULL,
    percent INTEGER NOT NULL,
    people_view TEXT,
    criterion_id TEXT,
    assignment_id TEXT NOT NULL,
    title TEXT NOT NULL
);

-- kind: theme, aspect. opinion_count NULL, and answered_count with it: withheld.
CREATE TABLE submitted_themes (
    submission_no BIGINT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    opinion_count INTEGER,
    answered_count INTEGER,
    problem_count INTEGER NOT NULL,
    item_count INTEGER NOT NULL
);

CREATE TABLE submitted_papers (
    submission_no BIGINT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    published_on DATE NOT NULL,
    word_sha256 TEXT NOT NULL,
    pdf_sha256 TEXT NOT NULL
);
