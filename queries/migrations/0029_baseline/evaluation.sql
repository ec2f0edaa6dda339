-- The evaluation (群众评议): what is asked, its rounds, the ballots, and what may be shown of them.

-- is_overall marks the overall grade, which is asked beside the plan's criteria and never mixed with them.
CREATE TABLE criteria (
    activity_id TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    heading TEXT NOT NULL,
    label TEXT NOT NULL,
    position INTEGER NOT NULL,
    is_overall BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, criterion_id)
);

-- rank: 1 is the best answer. points NULL: counted apart, never scored (不了解). is_good: counts towards 优良率.
CREATE TABLE answers (
    activity_id TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    rank INTEGER NOT NULL,
    label TEXT NOT NULL,
    points DOUBLE,
    is_good BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, criterion_id, rank)
);

CREATE TABLE rounds (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    name TEXT NOT NULL,
    evaluated TEXT NOT NULL,
    opened_on DATE NOT NULL,
    closed_on DATE,
    PRIMARY KEY (activity_id, round_id)
);

-- Forms given out, by group and way (paper, online).
CREATE TABLE round_forms (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    given_out INTEGER NOT NULL,
    PRIMARY KEY (activity_id, round_id, group_label, way)
);

-- Who ended a round, who opened it again, and how its forms stood then. action: close, or reopen (closed_on NULL).
-- given_out NULL: nothing was recorded as given out.
CREATE TABLE round_closings (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    action TEXT NOT NULL,
    closed_on DATE,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    reason TEXT NOT NULL,
    given_out BIGINT,
    returned_count BIGINT NOT NULL,
    void_count BIGINT NOT NULL,
    valid_count BIGINT NOT NULL
);

-- ballot_id: a number within the round; it says nothing of who or when.
-- No key on ballots and scores: an index over a million of them costs more than their import.
CREATE TABLE ballots (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    ballot_id BIGINT NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    is_void BOOLEAN NOT NULL,
    import_id TEXT
);

-- rank 0: left blank (弃权).
CREATE TABLE scores (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    ballot_id BIGINT NOT NULL,
    criterion_id TEXT NOT NULL,
    rank INTEGER NOT NULL
);

-- Suggestions stand apart from the ballots they came on, so that a wording can't be joined to its answers.
CREATE TABLE suggestions (
    activity_id TEXT NOT NULL,
    suggestion_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    content TEXT NOT NULL,
    given_on DATE NOT NULL,
    import_id TEXT
);

-- One row per suggestion that became an opinion; several may have become one.
CREATE TABLE suggestion_opinions (
    activity_id TEXT NOT NULL,
    suggestion_id TEXT NOT NULL,
    opinion_id TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL,
    PRIMARY KEY (activity_id, suggestion_id)
);

-- Kept in the same transaction as the ballots: a page costs the same with a hundred ballots and with a million.
CREATE TABLE ballot_totals (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    is_void BOOLEAN NOT NULL,
    ballot_count BIGINT NOT NULL
);

CREATE TABLE answer_totals (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    criterion_id TEXT NOT NULL,
    rank INTEGER NOT NULL,
    answer_count BIGINT NOT NULL
);

-- What came in counted already: how many forms, and how many of each answer, without a form of their own. One row per
-- import, group, way, day and voidness; import_id as of ballots.
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

-- Answers parted into lumps, so that no two figures, whenever they are looked at, differ by one to four ballots.
-- lump_no: from 1 in a round; 0 waits for more, -1 is held back. counted_on: the day from which it counts. import_id as
-- of ballots. criterion_id: '' for the valid ballots themselves (rank 0). rank as of tallied_answers.
CREATE TABLE answer_lumps (
    activity_id TEXT NOT NULL,
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

-- Lumps that were shown once and are gone, so that a later file can be held against them. No figure is made of them.
-- past_no: from 1 in a round, else as of answer_lumps. import_id: an undone import, or one whose answers were counted
-- together with one's.
CREATE TABLE past_lumps (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    past_no INTEGER NOT NULL,
    counted_on DATE NOT NULL,
    import_id TEXT NOT NULL,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    criterion_id TEXT NOT NULL,
    rank INTEGER NOT NULL,
    answer_count BIGINT NOT NULL
);

-- What was shown of a round whenever an import stopped counting, so that nothing shown later differs from it by one to
-- four answers. state_no: from 1 in a round. One row per lump shown then, day it counts from, import, group, way, day,
-- criterion and rank; columns as of answer_lumps.
CREATE TABLE shown_states (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    state_no INTEGER NOT NULL,
    lump_no INTEGER NOT NULL,
    counted_on DATE NOT NULL,
    import_id TEXT,
    group_label TEXT NOT NULL,
    way TEXT NOT NULL,
    cast_on DATE NOT NULL,
    criterion_id TEXT NOT NULL,
    rank INTEGER NOT NULL,
    answer_count BIGINT NOT NULL
);
