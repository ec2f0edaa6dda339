-- Who ended a round, who opened it again, and how its forms stood then.

-- action: close, or reopen (closed_on NULL). given_out NULL: nothing was recorded as given out.
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

-- What a person is typing in from paper, until it is saved: as JSON, a ballot as its digits.
CREATE TABLE entry_drafts (
    activity_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    draft TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (activity_id, account_id)
);
