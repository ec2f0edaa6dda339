-- cause, suggestion: why it is so, and what should be done (of self-criticism: what the member will do).
-- concern: what of all that the plan wants looked for at the meeting it touches (terms of that kind); '': nothing.
ALTER TABLE criticisms ADD COLUMN cause TEXT DEFAULT '';
ALTER TABLE criticisms ADD COLUMN suggestion TEXT DEFAULT '';
ALTER TABLE criticisms ADD COLUMN concern TEXT DEFAULT '';
ALTER TABLE criticism_events ADD COLUMN cause TEXT DEFAULT '';
ALTER TABLE criticism_events ADD COLUMN suggestion TEXT DEFAULT '';
ALTER TABLE criticism_events ADD COLUMN concern TEXT DEFAULT '';
ALTER TABLE problems ADD COLUMN concern TEXT DEFAULT '';
ALTER TABLE problem_events ADD COLUMN concern TEXT DEFAULT '';
