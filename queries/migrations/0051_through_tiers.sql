-- 交办 and plan versions go through a bureau: province → district → school.

-- Whom below this bureau a step from the superior is for, as the bureau knows it; '': for the bureau itself.
ALTER TABLE assigned_steps ADD COLUMN for_unit_id TEXT DEFAULT '';

-- The superior's version that was handed on as this one; '': it was made here.
ALTER TABLE plan_versions ADD COLUMN from_sha256 TEXT DEFAULT '';
