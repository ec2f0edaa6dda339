-- 公开网页: whether the page of an activity that anybody may read is open. There is one page an activity.
CREATE TABLE public_pages (
    activity_id TEXT NOT NULL,
    page_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    is_open BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, page_id)
);

CREATE TABLE public_page_events (
    activity_id TEXT,
    page_id TEXT,
    seq INTEGER,
    is_open BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);
