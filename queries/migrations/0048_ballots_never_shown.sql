-- is_fresh: who brought the file said that nothing of it was in one that was taken back or replaced, though it holds
-- nearly the same answers. is_other says this of files that count only; until now one answer stood for both.
ALTER TABLE imports ADD COLUMN is_fresh BOOLEAN DEFAULT FALSE;

UPDATE imports SET is_fresh = is_other;
