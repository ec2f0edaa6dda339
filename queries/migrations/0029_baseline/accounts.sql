-- Who may come in, and as whom.

-- must_renew: the password was chosen by somebody else, or by the product, and is changed before anything is seen.
CREATE TABLE accounts (
    account_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    is_active BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    must_renew BOOLEAN DEFAULT FALSE
);

CREATE TABLE account_roles (
    account_id TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (account_id, role)
);

-- Which person of an activity an account is; an owner sees the items of that person.
CREATE TABLE account_people (
    account_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (account_id, activity_id)
);

-- The name of an account, kept in this table alone; other tables hold its mark (`board/store/names.py`).
-- mark: N- and a SHA-256 over the other columns, so a word that was changed from outside no longer fits. salt and word
-- are empty once the account was deleted. account_id empty: where a trail ended before names were taken out of it.
CREATE TABLE account_words (
    mark TEXT NOT NULL,
    account_id TEXT NOT NULL,
    salt TEXT NOT NULL,
    word TEXT NOT NULL
);

-- Which person of the unit's own provider of accounts (OpenID Connect) an account belongs to: one subject at most.
-- subject: the provider's id of the person, which means something together with issuer alone. Goes with the account.
CREATE TABLE account_subjects (
    account_id TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL
);

-- How each account wants to see the pages, where it ever chose. theme: light, dark or auto, which is what the device
-- shows. is_large: larger letters. Goes with the account.
CREATE TABLE account_looks (
    account_id TEXT NOT NULL,
    theme TEXT NOT NULL,
    is_large BOOLEAN NOT NULL
);

-- Only the SHA-256 of a session's token is kept. must_renew: it was opened with a password that is to be changed. Who
-- comes in by the unit's provider of accounts has used none.
CREATE TABLE sessions (
    token_sha256 TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    must_renew BOOLEAN DEFAULT FALSE
);

-- Failed sign-ins, by the name that was typed, whether an account has it or not.
CREATE TABLE sign_in_failures (
    name TEXT NOT NULL,
    failed_at TIMESTAMP NOT NULL
);
