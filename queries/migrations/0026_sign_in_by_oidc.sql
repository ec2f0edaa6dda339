-- Which person of the unit's own provider of accounts (OpenID Connect) an account stands for: one subject at most.
-- subject: the provider's id of the person, which means something together with issuer alone. Goes with the account.
CREATE TABLE account_subjects (
    account_id TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL
);
