-- 方案版本: what a bureau issues to units below, and what came from the superior. All of it only grows.

-- One row per version that was issued here. content: the plan (SECTIONS of board/plan_versions/shape.py) as canonical
-- JSON, sha256 its digest. form_sha256: of its criteria and their answers, as `submissions.plan_sha256`.
CREATE TABLE plan_versions (
    activity_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    note TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    form_sha256 TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);

-- One row per thing that a unit did with a version, as it told: received, taken, declined.
CREATE TABLE plan_version_receipts (
    activity_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    received_at TIMESTAMP NOT NULL
);

-- One row per version that came from the superior. way: sent, file.
CREATE TABLE superior_plans (
    activity_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    superior TEXT NOT NULL,
    note TEXT NOT NULL,
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    issued_at TIMESTAMP NOT NULL,
    way TEXT NOT NULL,
    received_at TIMESTAMP NOT NULL
);

-- One row per time somebody here took over what came, or didn't: taken, declined (with the reason).
CREATE TABLE superior_plan_decisions (
    activity_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);

-- One row per task of the superior's plan that was added here: the id that it has here.
CREATE TABLE superior_plan_tasks (
    activity_id TEXT NOT NULL,
    plan_task_id TEXT NOT NULL,
    task_id TEXT NOT NULL
);
