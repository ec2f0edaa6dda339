-- What files brought, and what lets one be brought in again without counting twice, taken back, or put in another's
-- place.

-- sha256: of the file's bytes, by which the same file is recognised; content_sha256: of what the ballots say, by which
-- they are recognised in a file saved another way. layout: how the file was laid out. mode: append, or replace (what it
-- replaced has its id in replaced_by). status: active (counted), undone (nothing of it is left), replaced (kept, and
-- counted nowhere). undone_by: an account, and its name then. sheet: of a workbook, which may come in sheet by sheet.
-- known_count: forms left out because their number had come in before. batch_id: of a ledger of items, the batch by
-- which it is undone. is_other: who brought it said that these are other ballots, though an earlier import holds the
-- same answers or nearly.
CREATE TABLE imports (
    activity_id TEXT NOT NULL,
    import_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    round_id TEXT,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    byte_count BIGINT NOT NULL,
    encoding TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    imported_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    layout TEXT DEFAULT 'ballots',
    mode TEXT DEFAULT 'append',
    status TEXT DEFAULT 'active',
    replaced_by TEXT,
    undone_at TIMESTAMP,
    undone_by TEXT,
    sheet TEXT,
    known_count INTEGER DEFAULT 0,
    undone_by_name TEXT,
    content_sha256 TEXT DEFAULT '',
    batch_id TEXT,
    is_other BOOLEAN DEFAULT FALSE,
    PRIMARY KEY (activity_id, import_id)
);

-- The numbers under which an online form's ballots came in, as SHA-256 of platform, round and number, so that the same
-- export taken later brings in only what is new. Not tied to a ballot.
CREATE TABLE import_keys (
    activity_id TEXT NOT NULL,
    round_id TEXT NOT NULL,
    import_id TEXT NOT NULL,
    key_sha256 TEXT NOT NULL
);

-- The clerk's corrections to files of a shape: column → use, word → rank, as JSON. shape: SHA-256 of the header.
CREATE TABLE import_mappings (
    activity_id TEXT NOT NULL,
    shape TEXT NOT NULL,
    mapping TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (activity_id, shape)
);

-- Files say what tasks come after; kept is what they changed, so that an import of tasks can be taken back. One row a
-- task whose order an import set. before_ids, after_ids: the tasks it came after until then and since, joined by
-- commas.
CREATE TABLE import_orders (
    activity_id TEXT NOT NULL,
    import_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    before_ids TEXT NOT NULL,
    after_ids TEXT NOT NULL,
    PRIMARY KEY (activity_id, import_id, task_id)
);
