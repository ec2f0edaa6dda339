-- The plan's tasks, the order they come in, and the plan's days moved.

-- status: not_started, in_progress, done. records: codes of the records that show that the output is there
-- (words.TASK_RECORD), joined by commas.
CREATE TABLE tasks (
    activity_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    phase_id TEXT NOT NULL,
    name TEXT NOT NULL,
    output TEXT NOT NULL,
    output_ready BOOLEAN NOT NULL,
    leader_id TEXT,
    start_on DATE NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    status TEXT NOT NULL,
    note TEXT NOT NULL,
    position INTEGER NOT NULL,
    records TEXT DEFAULT '',
    PRIMARY KEY (activity_id, task_id)
);

-- batch_id: the import or the shift that an event came of.
CREATE TABLE task_events (
    activity_id TEXT,
    task_id TEXT,
    seq INTEGER,
    phase_id TEXT,
    name TEXT,
    output TEXT,
    output_ready BOOLEAN,
    leader_id TEXT,
    start_on DATE,
    due_on DATE,
    done_on DATE,
    status TEXT,
    note TEXT,
    position INTEGER,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT,
    batch_id TEXT,
    records TEXT DEFAULT ''
);

CREATE TABLE task_dependencies (
    activity_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    after_task_id TEXT NOT NULL,
    PRIMARY KEY (activity_id, task_id, after_task_id)
);

-- One row a shift of tasks and phases by some days, undone as a whole: each of its events names it by batch_id.
CREATE TABLE plan_shifts (
    activity_id TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    days INTEGER NOT NULL,
    reason TEXT NOT NULL,
    task_count INTEGER NOT NULL,
    phase_count INTEGER NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    undone_at TIMESTAMP,
    PRIMARY KEY (activity_id, shift_id)
);

-- One row a phase that a shift moved: its days before and after.
CREATE TABLE plan_shift_phases (
    activity_id TEXT NOT NULL,
    shift_id TEXT NOT NULL,
    phase_id TEXT NOT NULL,
    old_start_on DATE NOT NULL,
    old_end_on DATE NOT NULL,
    new_start_on DATE NOT NULL,
    new_end_on DATE NOT NULL,
    PRIMARY KEY (activity_id, shift_id, phase_id)
);
