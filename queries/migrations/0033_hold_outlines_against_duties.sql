-- duty: which of the member's duties (people.field) a finding is about; '': none of them.
ALTER TABLE outlines ADD COLUMN duty TEXT DEFAULT '';
ALTER TABLE outline_events ADD COLUMN duty TEXT DEFAULT '';
