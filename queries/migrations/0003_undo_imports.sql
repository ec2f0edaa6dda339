-- What lets a file be brought in again without counting twice, taken back, or put in another's place.

-- layout: how the file was laid out. mode: append, or replace (what it replaced has its id in replaced_by).
-- status: active (counted), undone (nothing of it is left), replaced (kept, and counted nowhere).
ALTER TABLE imports ADD COLUMN layout TEXT DEFAULT 'ballots';
ALTER TABLE imports ADD COLUMN mode TEXT DEFAULT 'append';
ALTER TABLE imports ADD COLUMN status TEXT DEFAULT 'active';
ALTER TABLE imports ADD COLUMN replaced_by TEXT;
ALTER TABLE imports ADD COLUMN undone_at TIMESTAMP;
ALTER TABLE imports ADD COLUMN undone_by TEXT;

-- The numbers under which an online form's ballots came in, as SHA-256 of platform, round and number, so that the same
-- export taken later brings in only what is new. Not tied to a ballot.
CREATE TABLE import_keys (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    import_id TEXT NOT NULL,
    key_sha256 TEXT NOT NULL
);

-- What the clerk said once about files of a shape: column → use, word → rank, as JSON. shape: SHA-256 of the header.
CREATE TABLE import_mappings (
    activity_id TEXT NOT NULL,
    shape TEXT NOT NULL,
    mapping TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (activity_id, shape)
);
