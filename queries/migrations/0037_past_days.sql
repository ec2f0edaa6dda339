-- What stood on days that are over, in tables that keep no events: before such tables are written to for the first time
-- on a day, their rows are copied, and so a day that is over shows for ever what it showed.

-- One row a copy: subject (meetings, orders, rounds) and last_on, the last day on which what was copied stood. It also
-- stood on the days before, back to the copy before it.
CREATE TABLE past_days (
    activity_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    last_on DATE NOT NULL
);

CREATE TABLE past_meetings (
    activity_id TEXT NOT NULL,
    last_on DATE NOT NULL,
    meeting_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    held_on DATE NOT NULL,
    entered_on DATE
);

CREATE TABLE past_task_dependencies (
    activity_id TEXT NOT NULL,
    last_on DATE NOT NULL,
    task_id TEXT NOT NULL,
    after_task_id TEXT NOT NULL
);

CREATE TABLE past_rounds (
    activity_id TEXT NOT NULL,
    last_on DATE NOT NULL,
    round_id TEXT NOT NULL,
    name TEXT NOT NULL,
    evaluated TEXT NOT NULL,
    opened_on DATE NOT NULL,
    closed_on DATE
);

CREATE TABLE past_round_forms (
    activity_id TEXT NOT NULL,
    last_on DATE NOT NULL,
    round_id TEXT NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    given_out INTEGER NOT NULL
);

CREATE TABLE past_ballot_totals (
    activity_id TEXT NOT NULL,
    last_on DATE NOT NULL,
    round_id TEXT NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    is_void BOOLEAN NOT NULL,
    ballot_count BIGINT NOT NULL
);

-- Only what counted. Of what was in no lump the answers themselves are left out (rank 0), for no figure shows them.
CREATE TABLE past_answer_lumps (
    activity_id TEXT NOT NULL,
    last_on DATE NOT NULL,
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

CREATE TABLE past_suggestions (
    activity_id TEXT NOT NULL,
    last_on DATE NOT NULL,
    round_id TEXT NOT NULL,
    suggestion_id TEXT NOT NULL,
    content TEXT NOT NULL,
    given_on DATE NOT NULL,
    import_id TEXT
);

-- The day a meeting was entered; NULL: with its plan, or before this step.
ALTER TABLE meetings ADD COLUMN entered_on DATE;

-- A task that an import brought is taken out when the import is undone, and stays on the days before.
ALTER TABLE tasks ADD COLUMN is_removed BOOLEAN DEFAULT FALSE;
ALTER TABLE task_events ADD COLUMN is_removed BOOLEAN DEFAULT FALSE;
