-- name: is_set_up
-- One row: whether any account exists.
SELECT count(*) > 0 AS is_set_up
FROM accounts;

-- name: all
-- One row per account, without its password; roles joined by commas.
SELECT
    a.account_id,
    a.name,
    a.display_name,
    a.is_active,
    a.created_at,
    a.unit_id,
    coalesce(string_agg(r.role, ',' ORDER BY r.role), '') AS role_list
FROM accounts AS a
LEFT JOIN account_roles AS r ON a.account_id = r.account_id
GROUP BY ALL
ORDER BY a.created_at, a.name;

-- name: people
-- One row per account and activity in which it is a person.
SELECT
    account_id,
    activity_id,
    person_id
FROM account_people
ORDER BY account_id, activity_id;

-- name: by_name
-- One row per account of that name: none or one.
SELECT
    account_id,
    password_hash,
    is_active,
    must_renew
FROM accounts
WHERE name = $account_name;

-- name: by_id
-- One row per account of that id: none or one.
SELECT
    account_id,
    name,
    display_name,
    is_active,
    unit_id
FROM accounts
WHERE account_id = $account_id;

-- name: roles_of
-- One row per role of the account.
SELECT role
FROM account_roles
WHERE account_id = $account_id;

-- name: roles
-- One row per account and role.
SELECT
    account_id,
    role
FROM account_roles;

-- name: people_of
-- One row per activity in which the account is a person.
SELECT
    activity_id,
    person_id
FROM account_people
WHERE account_id = $account_id;

-- name: other_active_admins
-- One row: how many other active accounts are administrators.
SELECT count(*) AS account_count
FROM account_roles
WHERE
    role = 'admin'
    AND account_id != $account_id
    AND account_id IN (
        SELECT accounts.account_id
        FROM accounts
        WHERE accounts.is_active
    );

-- name: insert
-- Adds accounts.
INSERT INTO accounts BY NAME SELECT * FROM given;

-- name: insert_roles
-- Adds roles to accounts.
INSERT INTO account_roles BY NAME SELECT * FROM given;

-- name: insert_people
-- Says which person of an activity an account is.
INSERT INTO account_people BY NAME SELECT * FROM given;

-- name: delete_role
-- Takes one role from an account.
DELETE FROM account_roles
WHERE account_id = $account_id AND role = $role;

-- name: delete_person
-- Ends that an account is a person of an activity.
DELETE FROM account_people
WHERE account_id = $account_id AND activity_id = $activity_id;

-- name: rename
-- Changes the name shown for an account.
UPDATE accounts
SET display_name = $display_name
WHERE account_id = $account_id;

-- name: set_unit
-- Binds an account to a unit of the tree and all below; '' to none.
UPDATE accounts
SET unit_id = $unit_id
WHERE account_id = $account_id;

-- name: set_active
-- Lets an account sign in, or no longer.
UPDATE accounts
SET is_active = $is_active
WHERE account_id = $account_id;

-- name: set_password
-- Replaces an account's password hash, and says whether the new password is to be changed at once.
UPDATE accounts
SET password_hash = $password_hash, must_renew = $must_renew
WHERE account_id = $account_id;

-- name: sessions
-- One row per session whose account is active.
SELECT
    sessions.token_sha256,
    sessions.account_id,
    sessions.expires_at,
    sessions.must_renew,
    accounts.display_name,
    accounts.unit_id
FROM sessions
INNER JOIN accounts ON sessions.account_id = accounts.account_id
WHERE accounts.is_active;

-- name: session_count
-- One row: how many sessions still run.
SELECT count(*) AS session_count
FROM sessions
WHERE expires_at > $now;

-- name: insert_session
-- Opens a session.
INSERT INTO sessions BY NAME SELECT * FROM given;

-- name: delete_session
-- Ends one session.
DELETE FROM sessions
WHERE token_sha256 = $token_sha256;

-- name: delete_sessions_of
-- Ends every session of an account.
DELETE FROM sessions
WHERE account_id = $account_id;

-- name: delete_expired_sessions
-- Forgets sessions that have run out.
DELETE FROM sessions
WHERE expires_at <= $now;

-- name: failures
-- One row per failed sign-in under that name, newest first.
SELECT failed_at
FROM sign_in_failures
WHERE name = $account_name
ORDER BY failed_at DESC;

-- name: insert_failure
-- Records a failed sign-in.
INSERT INTO sign_in_failures BY NAME SELECT * FROM given;

-- name: delete_failures_of
-- Forgets the failed sign-ins of a name.
DELETE FROM sign_in_failures
WHERE name = $account_name;

-- name: delete_failures
-- Forgets all failed sign-ins.
DELETE FROM sign_in_failures;

-- name: delete_old_failures
-- Forgets failed sign-ins that no longer count.
DELETE FROM sign_in_failures
WHERE failed_at < $before;

-- name: leaving
-- One row: what there is of an account beside itself: entries of the trail, sessions, saved views, drafts.
SELECT
    (
        SELECT count(*) FROM audit_entries
        WHERE actor_id = $account_id
    ) AS entry_count,
    (
        SELECT count(*) FROM sessions
        WHERE account_id = $account_id
    ) AS session_count,
    (
        SELECT count(*) FROM saved_views
        WHERE actor_id = $account_id
    ) AS view_count,
    (
        SELECT count(*) FROM saved_views
        WHERE actor_id = $account_id AND is_shared
    ) AS shared_view_count,
    (
        SELECT count(*) FROM entry_drafts
        WHERE account_id = $account_id
    ) AS draft_count;

-- name: delete
-- Takes an account out.
DELETE FROM accounts
WHERE account_id = $account_id;

-- name: delete_roles_of
-- Takes all roles from an account.
DELETE FROM account_roles
WHERE account_id = $account_id;

-- name: delete_people_of
-- Ends that an account is anybody in any activity.
DELETE FROM account_people
WHERE account_id = $account_id;

-- name: delete_views_of
-- Takes away the views that an account saved.
DELETE FROM saved_views
WHERE actor_id = $account_id;

-- name: delete_drafts_of
-- Takes away what an account was typing in.
DELETE FROM entry_drafts
WHERE account_id = $account_id;
