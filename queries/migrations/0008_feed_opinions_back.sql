-- What it takes to feed opinions back and to answer them: the wording that is handed on, the sheets and their receipts,
-- and which wordings somebody said are not the same.

-- wording: what is handed on instead of the opinion's own text, so that nobody is known by their way of speaking; ''
-- hands on the text. response: adopted, explained, declined; NULL where nobody was answered yet. talk_id: the talk it
-- came of, by which its giver would be known.
ALTER TABLE opinions ADD COLUMN wording TEXT DEFAULT '';
ALTER TABLE opinions ADD COLUMN response TEXT;
ALTER TABLE opinions ADD COLUMN talk_id TEXT;
ALTER TABLE opinions ADD COLUMN is_removed BOOLEAN DEFAULT FALSE;
ALTER TABLE opinion_events ADD COLUMN wording TEXT DEFAULT '';
ALTER TABLE opinion_events ADD COLUMN response TEXT;
ALTER TABLE opinion_events ADD COLUMN talk_id TEXT;
ALTER TABLE opinion_events ADD COLUMN is_removed BOOLEAN DEFAULT FALSE;

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

CREATE TABLE feedback_sheet_events AS SELECT * FROM feedback_sheets;
ALTER TABLE feedback_sheet_events ADD COLUMN event_id TEXT;
ALTER TABLE feedback_sheet_events ADD COLUMN happened_at TIMESTAMP;
ALTER TABLE feedback_sheet_events ADD COLUMN actor_id TEXT;
ALTER TABLE feedback_sheet_events ADD COLUMN actor_name TEXT;
ALTER TABLE feedback_sheet_events ADD COLUMN action TEXT;
ALTER TABLE feedback_sheet_events ADD COLUMN reason TEXT;

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
