-- What members wrote before the meeting, and what happened at it. A meeting is a row of `meetings`.

-- One row a finding of a member's paper: under one mirror, about one aspect.
CREATE TABLE outlines (
    activity_id TEXT NOT NULL,
    outline_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    member_id TEXT NOT NULL,
    mirror TEXT NOT NULL,
    aspect TEXT NOT NULL,
    content TEXT NOT NULL,
    written_on DATE NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, outline_id)
);

CREATE TABLE outline_events AS SELECT * FROM outlines;
ALTER TABLE outline_events ADD COLUMN event_id TEXT;
ALTER TABLE outline_events ADD COLUMN happened_at TIMESTAMP;
ALTER TABLE outline_events ADD COLUMN actor_id TEXT;
ALTER TABLE outline_events ADD COLUMN actor_name TEXT;
ALTER TABLE outline_events ADD COLUMN action TEXT;
ALTER TABLE outline_events ADD COLUMN reason TEXT;

-- Apart from `meetings`, which knows no history.
CREATE TABLE meeting_records (
    activity_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    theme_stated BOOLEAN NOT NULL,
    minutes TEXT NOT NULL,
    PRIMARY KEY (activity_id, meeting_id)
);

CREATE TABLE meeting_record_events AS SELECT * FROM meeting_records;
ALTER TABLE meeting_record_events ADD COLUMN event_id TEXT;
ALTER TABLE meeting_record_events ADD COLUMN happened_at TIMESTAMP;
ALTER TABLE meeting_record_events ADD COLUMN actor_id TEXT;
ALTER TABLE meeting_record_events ADD COLUMN actor_name TEXT;
ALTER TABLE meeting_record_events ADD COLUMN action TEXT;
ALTER TABLE meeting_record_events ADD COLUMN reason TEXT;

-- presence: present, absent, excused. A row stands from noted_at until replaced_at (NULL: it stands).
CREATE TABLE meeting_attendance (
    activity_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    presence TEXT NOT NULL,
    noted_at TIMESTAMP NOT NULL,
    replaced_at TIMESTAMP,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);

-- critic_id = target_id: self-criticism.
CREATE TABLE criticisms (
    activity_id TEXT NOT NULL,
    criticism_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    meeting_id TEXT NOT NULL,
    critic_id TEXT NOT NULL,
    target_id TEXT NOT NULL,
    aspect TEXT NOT NULL,
    content TEXT NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, criticism_id)
);

CREATE TABLE criticism_events AS SELECT * FROM criticisms;
ALTER TABLE criticism_events ADD COLUMN event_id TEXT;
ALTER TABLE criticism_events ADD COLUMN happened_at TIMESTAMP;
ALTER TABLE criticism_events ADD COLUMN actor_id TEXT;
ALTER TABLE criticism_events ADD COLUMN actor_name TEXT;
ALTER TABLE criticism_events ADD COLUMN action TEXT;
ALTER TABLE criticism_events ADD COLUMN reason TEXT;
