-- name: of
-- One row per account of that id that ever chose its looks: none or one.
SELECT
    theme,
    is_large
FROM account_looks
WHERE account_id = $account_id;

-- name: delete_of
-- Forgets the looks that an account chose.
DELETE FROM account_looks
WHERE account_id = $account_id;

-- name: insert
-- Adds looks of accounts.
INSERT INTO account_looks BY NAME SELECT * FROM given;
