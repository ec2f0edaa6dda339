-- batch_id: the import that an event came of.
ALTER TABLE talk_events ADD COLUMN batch_id TEXT;
ALTER TABLE problem_events ADD COLUMN batch_id TEXT;
