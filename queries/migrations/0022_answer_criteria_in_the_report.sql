-- Which changed section of a version of the report answers a criterion that the people judged badly. That the section
-- reads otherwise than in the version before is asked of the sections themselves. unlinked_at NULL: the link stands.
CREATE TABLE report_changes (
    activity_id TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    version_id TEXT NOT NULL,
    section TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL,
    unlinked_at TIMESTAMP
);
