-- must_renew: the password was chosen by somebody else, or by the product, and is changed before anything is seen. Of a
-- session: it was opened with such a password. Who comes in by the unit's provider of accounts has used none.
ALTER TABLE accounts ADD COLUMN must_renew BOOLEAN DEFAULT FALSE;
ALTER TABLE sessions ADD COLUMN must_renew BOOLEAN DEFAULT FALSE;
