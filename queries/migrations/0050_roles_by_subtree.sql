-- 所管单位: of a bureau's account, the unit of the tree that it and all below are; '' for the whole tree.
ALTER TABLE accounts ADD COLUMN unit_id TEXT DEFAULT '';
