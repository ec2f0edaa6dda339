-- 上报情况: until when units were to submit, who is excused, and who was reminded. All of it only grows.

-- One row per time a deadline was set, changed or taken back; the last of a deadline counts. Units are to submit a
-- state of for_on or a later day by the end of due_on.
CREATE TABLE submission_deadlines (
    activity_id TEXT NOT NULL,
    deadline_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    name TEXT NOT NULL,
    for_on DATE NOT NULL,
    due_on DATE NOT NULL,
    is_removed BOOLEAN NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);

-- One row per time a unit was excused from a deadline, or not any more; the last counts.
CREATE TABLE submission_excuses (
    activity_id TEXT NOT NULL,
    deadline_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    is_excused BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);

-- One row per unit and time it was reminded of a deadline.
CREATE TABLE submission_reminders (
    activity_id TEXT NOT NULL,
    deadline_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);
