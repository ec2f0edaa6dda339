-- What an item's owner last reported, and whether the others were late to accept it.
-- reported_percent: what was last reported, kept while the item is handed in (percent is 100 then); NULL in events from
-- before this step. was_late now means: had passed a due date without being handed in; was_accepted_late: had been
-- handed in in time, and was not accepted by its due date.
ALTER TABLE rectification_items ADD COLUMN reported_percent INTEGER;
ALTER TABLE rectification_items ADD COLUMN was_accepted_late BOOLEAN DEFAULT FALSE;
ALTER TABLE rectification_events ADD COLUMN reported_percent INTEGER;
ALTER TABLE rectification_events ADD COLUMN was_accepted_late BOOLEAN DEFAULT FALSE;
