-- name: has_migrations
-- One row: whether the store has a record of migrations.
SELECT count(*) > 0 AS has_migrations
FROM information_schema.tables
WHERE table_name = 'schema_migrations';

-- name: has_tables
-- One row: whether the file holds any table, ours or not.
SELECT count(*) > 0 AS has_tables
FROM information_schema.tables;

-- name: last_migration
-- One row: the number of the newest migration applied.
SELECT coalesce(max(number), 0) AS number
FROM schema_migrations;

-- name: record_migration
-- Adds one row a migration.
INSERT INTO schema_migrations (number, name, applied_at)
VALUES ($number, $name, $applied_at);

-- name: commit_into_file
-- Has every commit bring what it wrote into the file itself, past the log.
SET checkpoint_threshold = '1KB';

-- name: commit_into_log
-- Has commits write into the log again.
RESET checkpoint_threshold;

-- name: tables
-- One row per table of the store.
SELECT table_name
FROM information_schema.tables
ORDER BY table_name;

-- name: state
-- One row: the versions and when data last changed.
SELECT
    data_version,
    access_version,
    data_changed_at
FROM store_state;

-- name: raise_data_version
-- Marks one write that a page can show.
UPDATE store_state
SET
    data_version = data_version + 1,
    data_changed_at = $at;

-- name: raise_access_version
-- Marks one write to accounts or sessions.
UPDATE store_state
SET access_version = access_version + 1;

-- name: row_counts
-- One row per table: about how many rows it has, as the catalogue knows it.
SELECT
    table_name,
    estimated_size AS row_count
FROM duckdb_tables()
WHERE
    schema_name = 'main'
    AND NOT internal
ORDER BY table_name;
