-- 交办: what is asked of units below, and what came from the superior. All of it only grows.

-- One row per step of an assignment, which is of one item and to one unit, with what is asked since: assign, correct,
-- return, withdraw. reason: '' where it was assigned.
CREATE TABLE assignment_steps (
    activity_id TEXT NOT NULL,
    assignment_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    unit_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    action TEXT NOT NULL,
    problem TEXT NOT NULL,
    aspect TEXT NOT NULL,
    source TEXT NOT NULL,
    wanted TEXT NOT NULL,
    due_on DATE NOT NULL,
    reason TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);

-- One row per step that its unit has, as it told.
CREATE TABLE assignment_receipts (
    activity_id TEXT NOT NULL,
    assignment_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    received_at TIMESTAMP NOT NULL
);

-- One row per step that came from the superior. superior: its name; item_no: the item's number there; way: sent, file.
CREATE TABLE assigned_steps (
    activity_id TEXT NOT NULL,
    assignment_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    superior TEXT NOT NULL,
    item_no TEXT NOT NULL,
    action TEXT NOT NULL,
    problem TEXT NOT NULL,
    aspect TEXT NOT NULL,
    source TEXT NOT NULL,
    wanted TEXT NOT NULL,
    due_on DATE NOT NULL,
    reason TEXT NOT NULL,
    ordered_on DATE NOT NULL,
    way TEXT NOT NULL,
    received_at TIMESTAMP NOT NULL
);

-- One row per step that somebody here took on, with the item of the own ledger that it is done by.
CREATE TABLE assigned_items (
    activity_id TEXT NOT NULL,
    assignment_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    item_id TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL
);

-- The fingerprint of the key that what comes from the superior is signed with; '': not known yet.
ALTER TABLE superiors ADD COLUMN fingerprint TEXT DEFAULT '';
