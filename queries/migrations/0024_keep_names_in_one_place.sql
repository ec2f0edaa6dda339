-- What tells which person an account stands for, in one place; everywhere else stands its mark (`board/store/names.py`).
-- mark: N- and a SHA-256 over the other columns, so a word that was changed from outside no longer fits. salt and word
-- are empty once the account was deleted. account_id empty: where the trail ended before names were taken out of it.
CREATE TABLE account_words (
    mark TEXT NOT NULL,
    account_id TEXT NOT NULL,
    salt TEXT NOT NULL,
    word TEXT NOT NULL
);
