-- Who did what, when and from where: only ever added to. Each row's hash is over its own text and the hash before it.
-- Ballots that are cast leave no row: none that could be laid beside a person, a code or a time.
CREATE TABLE audit_entries (
    number BIGINT PRIMARY KEY,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    address TEXT NOT NULL,
    device TEXT NOT NULL,
    kind TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    record TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
