-- name: all
-- One row per word that is, or was, known of an account; emptied ones too.
SELECT
    mark,
    account_id,
    salt,
    word
FROM account_words
ORDER BY account_id, mark;

-- name: insert
-- Adds words.
INSERT INTO account_words BY NAME SELECT * FROM given;

-- name: empty
-- Forgets what is known of an account; its marks stay. The end of an older trail goes too: names could be tried on it.
UPDATE account_words
SET
    salt = '',
    word = ''
WHERE account_id IN ($account_id, '');

-- name: delete_all
-- Takes out all words, for others to be put in their place.
DELETE FROM account_words;

-- name: tables
-- One row per table that says who did something.
SELECT DISTINCT table_name
FROM information_schema.columns
WHERE column_name = 'actor_name'
ORDER BY table_name;

-- name: pairs
-- One row per account and name that a table holds; proofs stands for each table in turn.
SELECT DISTINCT
    actor_name AS word,
    coalesce(actor_id, '') AS account_id
FROM proofs
WHERE actor_name != ''
ORDER BY ALL;

-- name: undone_pairs
-- One row per account and name that took an import back.
SELECT DISTINCT
    undone_by_name AS word,
    coalesce(undone_by, '') AS account_id
FROM imports
WHERE undone_by_name != ''
ORDER BY ALL;

-- name: put_marks
-- Puts marks in the place of names; proofs stands for each table in turn.
UPDATE proofs
SET actor_name = account_words.mark
FROM account_words
WHERE
    account_words.account_id = coalesce(proofs.actor_id, '')
    AND account_words.word = proofs.actor_name;

-- name: put_undone_marks
-- Puts marks in the place of the names of those who took imports back.
UPDATE imports
SET undone_by_name = account_words.mark
FROM account_words
WHERE
    account_words.account_id = coalesce(imports.undone_by, '')
    AND account_words.word = imports.undone_by_name;
