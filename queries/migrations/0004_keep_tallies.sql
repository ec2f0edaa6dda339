-- What came in counted already: how many forms, and how many of each answer, without a form of their own.

-- One row per import, group, way, day and voidness; import_id as of ballots.
CREATE TABLE tallied_ballots (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    import_id TEXT,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    is_void BOOLEAN NOT NULL,
    ballot_count BIGINT NOT NULL
);

-- One row per import, group, way, day, criterion and rank (0: left blank), of valid forms.
CREATE TABLE tallied_answers (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    import_id TEXT,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    criterion_id TEXT NOT NULL,
    rank INTEGER NOT NULL,
    answer_count BIGINT NOT NULL
);

-- sheet: of a workbook, which may come in sheet by sheet. known_count: forms left out because their number had come in
-- before. undone_by: an account, and its name then.
ALTER TABLE imports ADD COLUMN sheet TEXT;
ALTER TABLE imports ADD COLUMN known_count INTEGER DEFAULT 0;
ALTER TABLE imports ADD COLUMN undone_by_name TEXT;
