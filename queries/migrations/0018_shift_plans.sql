-- Plans move: which records prove what a task produces, files for any record, and shifts that are undone as a whole.

-- records: codes of the records that show that the output is there (words.TASK_RECORD), joined by commas.
ALTER TABLE tasks ADD COLUMN records TEXT DEFAULT '';
ALTER TABLE task_events ADD COLUMN records TEXT DEFAULT '';

-- subject: whose records the file belongs to (rectification, tasks); record_id: the one of them.
ALTER TABLE proofs ADD COLUMN subject TEXT DEFAULT 'rectification';
ALTER TABLE proofs RENAME COLUMN item_id TO record_id;

-- One row a shift of tasks and phases by some days: each of its events in task_events names it by batch_id.
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
