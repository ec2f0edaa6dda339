-- name: allow
-- Of all other files the store may reach one: the copy that is being made of it.
SET allowed_paths = [$copy, $log, $checkpoint, $recovery];

-- name: clear
-- Takes out what a blank store is made with; store_state stands for each table in turn.
DELETE FROM copying.store_state;

-- name: fill
-- Copies every row; store_state stands for each table in turn.
INSERT INTO copying.store_state BY NAME SELECT * FROM store_state;

-- name: to_parquet
-- Writes every row of a table into a Parquet file; store_state stands for the table in turn, open.parquet for the file.
COPY store_state TO 'open.parquet' (FORMAT parquet, COMPRESSION zstd);

-- name: to_csv
-- Writes every row of a table into a CSV file, named in the same way.
COPY store_state TO 'open.parquet' (FORMAT csv, HEADER);

-- name: clear_table
-- Takes out what a blank store is made with.
DELETE FROM store_state;

-- name: from_parquet
-- Reads the rows of a table from the Parquet file that `to_parquet` wrote, as many as there may be.
INSERT INTO store_state BY NAME SELECT * FROM read_parquet('open.parquet')
LIMIT $most; -- noqa: AM09

-- name: figures
-- One row: how many rows a table has and the sum of their hashes; store_state stands for each table in turn.
SELECT
    count(*) AS row_count,
    coalesce(sum(hash(each_row)), 0)::VARCHAR AS hash_sum
FROM (SELECT * FROM store_state) AS each_row;

-- name: flush
-- Brings what the log of changes holds into the file itself.
CHECKPOINT;


-- name: standing
-- One row per subject: how much there is of it, how often it was changed (NULL: not known), and when last.
SELECT
    'activities' AS subject,
    count(*) AS row_count,
    count(*) AS change_count,
    max(created_at) AS last_change_at
FROM activities
UNION ALL
SELECT
    'tasks' AS subject,
    (SELECT count(*) FROM tasks) AS row_count,
    count(*) AS change_count,
    max(happened_at) AS last_change_at
FROM task_events
UNION ALL
SELECT
    'opinions' AS subject,
    (SELECT count(*) FROM opinions) AS row_count,
    count(*) AS change_count,
    max(happened_at) AS last_change_at
FROM opinion_events
UNION ALL
SELECT
    'talks' AS subject,
    (SELECT count(*) FROM talks) AS row_count,
    count(*) AS change_count,
    max(happened_at) AS last_change_at
FROM talk_events
UNION ALL
SELECT
    'problems' AS subject,
    (SELECT count(*) FROM problems) AS row_count,
    count(*) AS change_count,
    max(happened_at) AS last_change_at
FROM problem_events
UNION ALL
SELECT
    'report' AS subject,
    (SELECT count(*) FROM report_versions) AS row_count,
    count(*) AS change_count,
    max(happened_at) AS last_change_at
FROM report_section_events
UNION ALL
SELECT
    'rectification' AS subject,
    (SELECT count(*) FROM rectification_items) AS row_count,
    count(*) AS change_count,
    max(happened_at) AS last_change_at
FROM rectification_events
UNION ALL
SELECT
    'proofs' AS subject,
    count(*) AS row_count,
    count(*) AS change_count,
    max(added_at) AS last_change_at
FROM proofs
UNION ALL
SELECT
    'imports' AS subject,
    count(*) AS row_count,
    count(*) AS change_count,
    max(imported_at) AS last_change_at
FROM imports
UNION ALL
SELECT
    'publication' AS subject,
    (SELECT count(*) FROM publications) AS row_count,
    count(*) AS change_count,
    max(happened_at) AS last_change_at
FROM publication_events
UNION ALL
SELECT
    'accounts' AS subject,
    count(*) AS row_count,
    count(*) AS change_count,
    max(created_at) AS last_change_at
FROM accounts
UNION ALL
SELECT
    'ballots' AS subject,
    (SELECT count(*) FROM ballots) AS row_count,
    NULL AS change_count,
    NULL AS last_change_at;

-- name: sessions
-- One row per session that is open.
SELECT *
FROM sessions;

-- name: drafts
-- One row per person and activity: what is being typed in.
SELECT *
FROM entry_drafts;

-- name: delete_sessions
-- Ends all sessions.
DELETE FROM sessions;

-- name: delete_drafts
-- Forgets what was being typed in.
DELETE FROM entry_drafts;

-- name: insert_sessions
-- Takes over sessions as they are.
INSERT INTO sessions BY NAME SELECT * FROM given;

-- name: insert_drafts
-- Takes over what is being typed in.
INSERT INTO entry_drafts BY NAME SELECT * FROM given;

-- name: go_on_from
-- Lets the versions go on where another store's stood, so that every screen sees a change.
UPDATE store_state
SET
    data_version = greatest(data_version, $data_version) + 1,
    access_version = greatest(access_version, $access_version) + 1;

-- name: finish
-- Brings all of the copy into its one file.
CHECKPOINT copying;

-- name: attach
-- Opens the file that a copy goes into; its name is put in.
ATTACH 'copying.duckdb' AS copying; -- noqa: PRS

-- name: detach
-- Finishes the copy and lets go of its file.
DETACH copying; -- noqa: PRS

-- name: attach_held
-- Opens the file that a copy held, to be looked at and not changed; its name is put in.
ATTACH 'copying.duckdb' AS held (READ_ONLY); -- noqa: PRS

-- name: allow_held
-- Of all other files the one that a copy held may be reached.
SET allowed_paths = [$held, $log];

-- name: objects
-- One row per thing that a database was given beyond what DuckDB brings along, with the statement that makes it.
SELECT
    'table' AS kind,
    schema_name,
    table_name AS object_name,
    sql AS made_by
FROM duckdb_tables()
WHERE database_name = $database
UNION ALL
SELECT
    'view' AS kind,
    schema_name,
    view_name AS object_name,
    sql AS made_by
FROM duckdb_views()
WHERE
    database_name = $database
    AND NOT internal
UNION ALL
SELECT
    'function' AS kind,
    schema_name,
    function_name AS object_name,
    function_type AS made_by
FROM duckdb_functions()
WHERE database_name = $database
UNION ALL
SELECT
    'type' AS kind,
    schema_name,
    type_name AS object_name,
    logical_type AS made_by
FROM duckdb_types()
WHERE
    database_name = $database
    AND NOT internal
UNION ALL
SELECT
    'sequence' AS kind,
    schema_name,
    sequence_name AS object_name,
    sql AS made_by
FROM duckdb_sequences()
WHERE database_name = $database
UNION ALL
SELECT
    'index' AS kind,
    schema_name,
    index_name AS object_name,
    sql AS made_by
FROM duckdb_indexes()
WHERE database_name = $database
UNION ALL
SELECT
    'schema' AS kind,
    schema_name,
    '' AS object_name,
    '' AS made_by
FROM duckdb_schemas()
WHERE
    database_name = $database
    AND NOT internal
ORDER BY kind, schema_name, object_name;

-- name: about_rows
-- One row: about how many rows a database holds, as it says itself, without reading them.
SELECT coalesce(sum(estimated_size), 0)::BIGINT AS row_count
FROM duckdb_tables()
WHERE database_name = $database;

-- name: delete_entries
-- Takes out of a copy that is put back what its own opening entered, where another trail goes on in its place.
DELETE FROM audit_entries
WHERE number > $after;

-- name: insert_entries
-- Adds to a copy that is put back the entries made since it was copied.
INSERT INTO audit_entries BY NAME SELECT * FROM given;
