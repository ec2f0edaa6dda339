-- Opinions, and the sheets by which they are fed back.

-- status: received, sorted, fed_back. about: group or member. giver is a group of people, never a name.
-- wording: what is handed on instead of the opinion's own text, so that nobody is known by their way of speaking; ''
-- hands on the text. response: adopted, explained, declined; NULL where nobody was answered yet. talk_id: the talk it
-- came of, by which its giver would be known.
CREATE TABLE opinions (
    activity_id TEXT NOT NULL,
    opinion_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    received_on DATE NOT NULL,
    channel TEXT NOT NULL,
    giver TEXT NOT NULL,
    about TEXT NOT NULL,
    member_id TEXT,
    aspect TEXT,
    theme TEXT NOT NULL,
    content TEXT NOT NULL,
    status TEXT NOT NULL,
    sorted_on DATE,
    fed_back_on DATE,
    fed_back_to TEXT NOT NULL,
    merged_into TEXT,
    answer TEXT NOT NULL,
    import_id TEXT,
    wording TEXT DEFAULT '',
    response TEXT,
    talk_id TEXT,
    is_removed BOOLEAN DEFAULT FALSE,
    PRIMARY KEY (activity_id, opinion_id)
);

-- batch_id: the import that an event came of.
CREATE TABLE opinion_events (
    activity_id TEXT,
    opinion_id TEXT,
    seq INTEGER,
    received_on DATE,
    channel TEXT,
    giver TEXT,
    about TEXT,
    member_id TEXT,
    aspect TEXT,
    theme TEXT,
    content TEXT,
    status TEXT,
    sorted_on DATE,
    fed_back_on DATE,
    fed_back_to TEXT,
    merged_into TEXT,
    answer TEXT,
    import_id TEXT,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT,
    wording TEXT DEFAULT '',
    response TEXT,
    talk_id TEXT,
    is_removed BOOLEAN DEFAULT FALSE,
    batch_id TEXT
);

-- Pairs that were offered as the same and are not; they are not offered again. other_id: the later of the two.
CREATE TABLE distinct_opinions (
    activity_id TEXT NOT NULL,
    opinion_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    PRIMARY KEY (activity_id, opinion_id, other_id)
);

-- One sheet (反馈单) for the leading group or one member. receipt: who signed for it.
CREATE TABLE feedback_sheets (
    activity_id TEXT NOT NULL,
    sheet_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    to_kind TEXT NOT NULL,
    member_id TEXT,
    made_on DATE NOT NULL,
    handed_on DATE,
    receipt TEXT NOT NULL,
    is_removed BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, sheet_id)
);

CREATE TABLE feedback_sheet_events (
    activity_id TEXT,
    sheet_id TEXT,
    seq INTEGER,
    to_kind TEXT,
    member_id TEXT,
    made_on DATE,
    handed_on DATE,
    receipt TEXT,
    is_removed BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

-- position, wording: as they stand on the sheet, whatever becomes of the opinion's own.
CREATE TABLE feedback_sheet_opinions (
    activity_id TEXT NOT NULL,
    sheet_id TEXT NOT NULL,
    opinion_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    aspect TEXT NOT NULL,
    wording TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL,
    unlinked_at TIMESTAMP,
    PRIMARY KEY (activity_id, sheet_id, opinion_id)
);
