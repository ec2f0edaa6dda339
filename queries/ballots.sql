-- name: opening
-- At most one row: how a round is filled in online.
SELECT
    activity_id,
    round_id,
    opening_id,
    entry,
    device_limit,
    link_group,
    closes_on,
    address,
    is_open
FROM ballot_openings
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: opening_of
-- At most one row: what a link opens.
SELECT
    activity_id,
    round_id,
    opening_id,
    entry,
    device_limit,
    link_group,
    closes_on,
    address,
    is_open
FROM ballot_openings
WHERE opening_id = $opening_id;

-- name: insert_opening
-- Adds one row per round.
INSERT INTO ballot_openings BY NAME SELECT * FROM given;

-- name: delete_opening
-- Takes out how a round is filled in, for the changed one to go in.
DELETE FROM ballot_openings
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: form
-- One row per criterion and answer of an activity's form, in the form's order, the overall grade last.
WITH asked AS (
    SELECT
        criterion_id,
        heading,
        label,
        position,
        is_overall
    FROM criteria
    WHERE activity_id = $activity_id
),

ticked AS (
    SELECT
        criterion_id,
        rank,
        label
    FROM answers
    WHERE activity_id = $activity_id
)

SELECT
    asked.criterion_id,
    asked.heading,
    asked.label AS criterion_label,
    asked.is_overall,
    ticked.rank,
    ticked.label
FROM asked
INNER JOIN ticked
    ON asked.criterion_id = ticked.criterion_id
ORDER BY asked.is_overall ASC, asked.position ASC, asked.criterion_id ASC, ticked.rank ASC;

-- name: code
-- At most one row: the group of a code that wasn't used yet.
SELECT group_label
FROM ballot_codes
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND code_hash = $code_hash;

-- name: insert_codes
-- Adds one row per code.
INSERT INTO ballot_codes BY NAME SELECT * FROM given;

-- name: delete_code
-- Takes out a code that is used.
DELETE FROM ballot_codes
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND code_hash = $code_hash;

-- name: delete_codes
-- Takes out a group's codes that weren't used.
DELETE FROM ballot_codes
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND group_label = $group_label;

-- name: unused
-- One row: how many codes of a group weren't used yet.
SELECT count(*) AS unused_count
FROM ballot_codes
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND group_label = $group_label;

-- name: turn
-- At most one row: a device's turn that was taken.
SELECT turn_hash
FROM ballot_devices
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND turn_hash = $turn_hash;

-- name: insert_turn
-- Adds one row per turn that a device took.
INSERT INTO ballot_devices BY NAME SELECT * FROM given;

-- name: link_turns
-- One row: how many ballots of a round came by its open link.
SELECT count(*) AS turn_count
FROM ballot_devices
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: pool_seals
-- One row per seal under which ballots wait.
SELECT DISTINCT seal_id
FROM ballot_pool;

-- name: intake
-- One row per group of a round that codes were made for or ballots came from.
SELECT
    group_label,
    made_count,
    received_count
FROM ballot_intake
WHERE
    activity_id = $activity_id
    AND round_id = $round_id;

-- name: insert_intake
-- Adds one row per round and group.
INSERT INTO ballot_intake BY NAME SELECT * FROM given;

-- name: delete_intake
-- Takes out a group's counts, for the new ones to go in.
DELETE FROM ballot_intake
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND group_label = $group_label;

-- name: given_out
-- At most one row: how many forms a group was given online.
SELECT given_out
FROM round_forms
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND group_label = $group_label
    AND way = 'online';

-- name: delete_given_out
-- Takes out how many forms a group was given online, for the new number to go in.
DELETE FROM round_forms
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND group_label = $group_label
    AND way = 'online';

-- name: waiting
-- One row per group of a round: the ballots that came in and aren't counted yet.
SELECT
    group_label,
    count(*) AS waiting_count
FROM ballot_pool
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND kind = 'answers'
GROUP BY group_label;

-- name: pool
-- One row per sealed half of a ballot, of all rounds.
SELECT
    activity_id,
    round_id,
    kind,
    group_label,
    seal_id,
    sealed
FROM ballot_pool;

-- name: insert_pool
-- Adds one row per sealed half of a ballot.
INSERT INTO ballot_pool BY NAME SELECT * FROM given;

-- name: delete_pool
-- Takes out everything sealed with a key.
DELETE FROM ballot_pool
WHERE seal_id = $seal_id;

-- name: unfiled_count
-- One row: how many ballots of a round the form brought.
SELECT count(*) AS ballot_count
FROM ballots
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND import_id IS NULL
    AND way = 'online';

-- name: unfiled
-- One row per ballot that the form brought.
SELECT
    group_label,
    way,
    cast_on,
    is_void,
    asked,
    ranks
FROM ballots
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND import_id IS NULL
    AND way = 'online';

-- name: unfiled_suggestions
-- One row per suggestion that the form brought into a round.
SELECT
    suggestion_id,
    content,
    given_on
FROM suggestions
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND import_id IS NULL
    AND starts_with(suggestion_id, 'W-');

-- name: delete_unfiled_ballots
-- Takes out the ballots that the form brought into a round.
DELETE FROM ballots
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND import_id IS NULL
    AND way = 'online';

-- name: delete_unfiled_suggestions
-- Takes out the suggestions that the form brought into a round.
DELETE FROM suggestions
WHERE
    activity_id = $activity_id
    AND round_id = $round_id
    AND import_id IS NULL
    AND starts_with(suggestion_id, 'W-');
