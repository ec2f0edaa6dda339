-- Files say what tasks come after; kept is what they changed, so that an import of tasks can be taken back.

-- One row a task whose order an import set. before_ids, after_ids: the tasks it came after until then and since, joined
-- by commas.
CREATE TABLE import_orders (
    activity_id TEXT NOT NULL,
    import_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    before_ids TEXT NOT NULL,
    after_ids TEXT NOT NULL,
    PRIMARY KEY (activity_id, import_id, task_id)
);
