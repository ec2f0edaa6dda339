-- How each account wants to see the pages, where it ever chose. theme: light, dark or auto, which is what the device
-- shows. is_large: larger letters. Goes with the account.
CREATE TABLE account_looks (
    account_id TEXT NOT NULL,
    theme TEXT NOT NULL,
    is_large BOOLEAN NOT NULL
);
