-- cause, suggestion: why it is so, and what should be done (of self-criticism: what the member will do).
-- concern: which of the things that the plan wants looked for at the meeting it is about (terms of that kind); '': none.
ALTER TABLE criticisms ADD COLUMN cause TEXT DEFAULT '';
ALTER TABLE criticisms ADD COLUMN suggestion TEXT DEFAULT '';
ALTER TABLE criticisms ADD COLUMN concern TEXT DEFAULT '';
ALTER TABLE criticism_events ADD COLUMN cause TEXT DEFAULT '';
ALTER TABLE criticism_events ADD COLUMN suggestion TEXT DEFAULT '';
ALTER TABLE criticism_events ADD COLUMN concern TEXT DEFAULT '';
ALTER TABLE problems ADD COLUMN concern TEXT DEFAULT '';
ALTER TABLE problem_events ADD COLUMN concern TEXT DEFAULT '';
