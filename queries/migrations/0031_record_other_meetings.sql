-- came_count: how many people came (NULL: not noted). came_from: of which kinds, joined by 、, never by name.
ALTER TABLE meeting_records ADD COLUMN came_count INTEGER;
ALTER TABLE meeting_records ADD COLUMN came_from TEXT DEFAULT '';
ALTER TABLE meeting_record_events ADD COLUMN came_count INTEGER;
ALTER TABLE meeting_record_events ADD COLUMN came_from TEXT DEFAULT '';
