-- What tells the same ballots from others, and a round that adds up from one that doesn't.

-- content_sha256: of what the ballots say, by which they are recognised in a file saved another way.
ALTER TABLE imports ADD COLUMN content_sha256 TEXT DEFAULT '';
