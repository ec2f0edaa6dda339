-- Ledgers of opinions and tasks come in from files as items do, and are taken back as a whole.

-- batch_id: the import that an event came of.
ALTER TABLE opinion_events ADD COLUMN batch_id TEXT;
ALTER TABLE task_events ADD COLUMN batch_id TEXT;
-- batch_id: of a ledger of items, the batch by which it is undone.
ALTER TABLE imports ADD COLUMN batch_id TEXT;
