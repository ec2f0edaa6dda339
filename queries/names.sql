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
