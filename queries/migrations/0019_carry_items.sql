-- What one activity left unfinished goes on in another: both items stay, and each knows of the other.

-- One row an item that was carried over. batch_id: of the activity it went to, by which it is undone.
CREATE TABLE carried_items (
    from_activity_id TEXT NOT NULL,
    from_item_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    carried_at TIMESTAMP NOT NULL,
    PRIMARY KEY (activity_id, item_id)
);
