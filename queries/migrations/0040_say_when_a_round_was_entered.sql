-- The day a round was entered, which may be later than the one it was opened on; NULL: before this step.
ALTER TABLE rounds ADD COLUMN entered_on DATE;
ALTER TABLE past_rounds ADD COLUMN entered_on DATE;
