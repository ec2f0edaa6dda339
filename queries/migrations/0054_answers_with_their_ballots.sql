-- A ballot's answers stand with it: asked, the criteria by id with a comma between them; ranks, of each in that order
-- (0: left blank), NULL on a void ballot. Writing a row for each answer took half the time of an import.
ALTER TABLE ballots ADD COLUMN asked TEXT;
ALTER TABLE ballots ADD COLUMN ranks TINYINT[];

UPDATE ballots
SET
    asked = answered.asked,
    ranks = answered.ranks
FROM (
    SELECT
        activity_id,
        round_id,
        ballot_id,
        string_agg(criterion_id, ',' ORDER BY criterion_id) AS asked,
        list(cast(rank AS TINYINT) ORDER BY criterion_id) AS ranks
    FROM scores
    GROUP BY activity_id, round_id, ballot_id
) AS answered
WHERE
    ballots.activity_id = answered.activity_id
    AND ballots.round_id = answered.round_id
    AND ballots.ballot_id = answered.ballot_id;

DROP TABLE scores;
