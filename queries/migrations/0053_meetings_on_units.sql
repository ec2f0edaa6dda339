-- What a bureau's meeting is about: the unit of its tree that with all below is on the slides ('': the whole tree), the
-- day compared with (NULL: that of the last meeting), and the deadline ('': the last due).
ALTER TABLE sittings ADD COLUMN unit_id TEXT DEFAULT '';
ALTER TABLE sittings ADD COLUMN compare_on DATE;
ALTER TABLE sittings ADD COLUMN deadline_id TEXT DEFAULT '';
ALTER TABLE sitting_events ADD COLUMN unit_id TEXT DEFAULT '';
ALTER TABLE sitting_events ADD COLUMN compare_on DATE;
ALTER TABLE sitting_events ADD COLUMN deadline_id TEXT DEFAULT '';
