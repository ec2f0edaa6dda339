-- name: load
-- Brings in an extension from the package that it was installed with; the file's name is put in.
LOAD 'lake.duckdb_extension'; -- noqa: PRS

-- name: once
-- A commit that another was faster than fails: what it rests on has to be looked at again.
SET ducklake_max_retry_count = 0; -- noqa: PRS

-- name: secret
-- How the store of the files is spoken to; the words are put in.
CREATE SECRET files_store (TYPE s3, KEY_ID 'words_of_s3'); -- noqa: PRS

-- name: attach
-- Opens the lake, made if it is missing. What one submission brings is few rows: these wait in the catalogue until they
-- are put together into files. What several bring at once is written into files at once, which is faster.
ATTACH 'ducklake:catalogue' AS lake (DATA_PATH 'files', DATA_INLINING_ROW_LIMIT 100); -- noqa: PRS

-- name: use
-- Lets every statement mean the tables of the lake.
USE lake; -- noqa: PRS

-- name: allow
-- Of all files those of the lake may be reached.
SET allowed_directories = [$files];

-- name: columns
-- One row per column of the tables that are shared, of a store or of the lake.
SELECT
    table_name,
    column_name,
    data_type
FROM duckdb_columns()
WHERE
    database_name = current_database()
    AND table_name IN (SELECT unnest(cast($tables AS TEXT[])))
ORDER BY table_name, column_name;

-- name: made_by
-- One row per table of a store that is shared: the statement that makes it.
SELECT sql AS made_by
FROM duckdb_tables()
WHERE
    database_name = current_database()
    AND table_name IN (SELECT unnest(cast($tables AS TEXT[])))
ORDER BY table_name;

-- name: flush
-- Puts the rows that wait in the catalogue into files; one row per table that had some.
CALL ducklake_flush_inlined_data('lake'); -- noqa: PRS

-- name: merge
-- Puts small files together into big ones; one row per table that had some.
CALL ducklake_merge_adjacent_files('lake'); -- noqa: PRS

-- name: expire
-- Lets go of the states before a moment, but of the last; one row per state.
CALL ducklake_expire_snapshots('lake', older_than => $before); -- noqa: PRS

-- name: clean
-- Deletes files that no state needs any more, let go of before a moment; one row per file.
CALL ducklake_cleanup_old_files('lake', older_than => $before); -- noqa: PRS

-- name: files
-- One row per table of the lake: its files and their size in bytes.
FROM ducklake_table_info('lake') -- noqa: PRS
SELECT table_name, file_count, file_size_bytes
ORDER BY table_name;

-- name: states
-- One row: how many states of the lake are kept.
FROM ducklake_snapshots('lake') -- noqa: PRS
SELECT count(*) AS state_count;

-- name: unit_steps
-- One row per thing that happened to a unit; not by whom.
SELECT * EXCLUDE (actor_id, actor_name)
FROM unit_steps
ORDER BY ALL;

-- name: unit_keys
-- One row per time a key was registered or struck off; not by whom.
SELECT * EXCLUDE (actor_id, actor_name)
FROM unit_keys
ORDER BY ALL;

-- name: submission_deadlines
-- One row per time a deadline was set, changed or taken back; not by whom.
SELECT * EXCLUDE (actor_id, actor_name)
FROM submission_deadlines
ORDER BY ALL;

-- name: submission_excuses
-- One row per time a unit was excused, or not any more; not by whom.
SELECT * EXCLUDE (actor_id, actor_name)
FROM submission_excuses
ORDER BY ALL;

-- name: submission_reminders
-- One row per unit and time it was reminded; not by whom.
SELECT * EXCLUDE (actor_id, actor_name)
FROM submission_reminders
ORDER BY ALL;

-- name: superiors
-- One row per change of where an activity hands up; not by whom.
SELECT * EXCLUDE (actor_id, actor_name)
FROM superiors
ORDER BY ALL;

-- name: known_counts
-- One row: how many rows each table has that collectors have to know alike.
SELECT
    (SELECT count(*) FROM unit_steps) AS step_count,
    (SELECT count(*) FROM unit_keys) AS key_count,
    (SELECT count(*) FROM submission_deadlines) AS deadline_count,
    (SELECT count(*) FROM submission_excuses) AS excuse_count,
    (SELECT count(*) FROM submission_reminders) AS reminder_count,
    (SELECT count(*) FROM superiors) AS superior_count;

-- name: filed_counts
-- One row: how many covers there are, and how many states that were frozen here for the superior.
SELECT
    (SELECT count(*) FROM forwards) AS forward_count,
    (SELECT count(*) FROM own_submissions) AS own_count;

-- name: own_counts
-- One row: how many states were frozen here for the superior.
SELECT count(*) AS own_count
FROM own_submissions;

-- name: taken_counts
-- One row: how much there is of all that a cover may add to, and the last submission.
SELECT
    (SELECT max(submission_no) FROM submissions) AS last_no,
    (SELECT arg_max(sha256, submission_no) FROM submissions) AS last_sha256,
    (SELECT count(*) FROM forwards) AS forward_count,
    (SELECT count(*) FROM unit_steps) AS step_count;

-- name: forwards_digests
-- One row per cover: its digest.
SELECT sha256
FROM forwards
ORDER BY sha256;

-- name: forwards_of
-- One row per cover with one of these digests, with its file, and that of the submission that came in it.
SELECT
    forwards.*,
    contents.content,
    enclosed.content AS enclosed
FROM forwards
INNER JOIN submission_contents AS contents ON forwards.sha256 = contents.sha256
LEFT JOIN submissions AS taken ON forwards.submission_no = taken.submission_no
LEFT JOIN submission_contents AS enclosed ON taken.sha256 = enclosed.sha256
WHERE forwards.sha256 IN (SELECT unnest(cast($digests AS TEXT[])))
ORDER BY forwards.received_at, forwards.sha256;

-- name: forwards_between
-- One row per cover of the submissions with these numbers, with its file, the first to come before others of the same.
SELECT
    forwards.*,
    contents.content
FROM forwards
INNER JOIN submission_contents AS contents ON forwards.sha256 = contents.sha256
WHERE forwards.submission_no BETWEEN $first_no AND $last_no
ORDER BY forwards.submission_no, forwards.received_at, forwards.sha256;

-- name: own_submissions_digests
-- One row per state that was frozen here for the superior: its digest.
SELECT sha256
FROM own_submissions
ORDER BY sha256;

-- name: own_submissions_of
-- One row per state with one of these digests, with its file; not by whom it was frozen.
SELECT
    own.* EXCLUDE (actor_id, actor_name),
    contents.content
FROM own_submissions AS own
INNER JOIN submission_contents AS contents ON own.sha256 = contents.sha256
WHERE own.sha256 IN (SELECT unnest(cast($digests AS TEXT[])))
ORDER BY own.happened_at, own.sha256;
