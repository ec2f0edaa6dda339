-- name: by_subject
-- One row per account that a provider's subject stands for: none or one.
WITH found AS (
    SELECT account_id
    FROM account_subjects
    WHERE issuer = $issuer AND subject = $subject
)

SELECT
    found.account_id,
    accounts.name,
    accounts.is_active
FROM found
INNER JOIN accounts ON found.account_id = accounts.account_id;

-- name: of_account
-- One row per subject of the provider that stands for the account: none or one.
SELECT subject
FROM account_subjects
WHERE account_id = $account_id AND issuer = $issuer;

-- name: linked
-- One row per account that a subject of the provider stands for.
SELECT account_id
FROM account_subjects
WHERE issuer = $issuer;

-- name: insert
-- Says which subject of a provider an account stands for.
INSERT INTO account_subjects BY NAME SELECT * FROM given;

-- name: delete_of
-- Ends that a provider's subject stands for an account.
DELETE FROM account_subjects
WHERE account_id = $account_id;
