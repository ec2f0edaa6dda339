-- The section of the report that quotes a finding of a study (学习调研成果); '': none.
ALTER TABLE studies ADD COLUMN report_section TEXT DEFAULT '';
ALTER TABLE study_events ADD COLUMN report_section TEXT DEFAULT '';
