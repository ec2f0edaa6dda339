-- name: on
-- One row per unit that is there on a day, as it was known at the end of it.
WITH known AS (
    SELECT
        unit_id,
        action,
        name,
        kind,
        parent_id,
        is_reporting,
        min(on_date) OVER (PARTITION BY unit_id) AS opened_on
    FROM unit_steps
    WHERE
        on_date <= cast($as_of AS DATE)
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY row_number() OVER (PARTITION BY unit_id ORDER BY on_date DESC, seq DESC) = 1
)

SELECT
    unit_id,
    name,
    kind,
    parent_id,
    is_reporting,
    opened_on
FROM known
WHERE action NOT IN ('merge', 'close')
ORDER BY parent_id, unit_id;

-- name: steps
-- One row per thing that happened to a unit, in the order of its days.
SELECT *
FROM unit_steps
WHERE unit_id = $unit_id
ORDER BY on_date, seq;

-- name: standing
-- At most one row: the last step of a unit that holds on a day.
SELECT
    action,
    name,
    is_reporting
FROM unit_steps
WHERE
    unit_id = $unit_id
    AND on_date <= cast($as_of AS DATE)
ORDER BY on_date DESC, seq DESC
LIMIT 1;

-- name: every_step
-- One row per thing that happened to any unit, in the order of its days.
SELECT *
FROM unit_steps
ORDER BY unit_id, on_date, seq;

-- name: insert_steps
-- Adds one row a thing that happened to a unit.
INSERT INTO unit_steps BY NAME
SELECT * FROM given;

-- name: keys
-- One row per key of each unit that counts, with the day of its registration.
WITH latest AS (
    SELECT
        unit_id,
        fingerprint,
        arg_max(is_valid, seq) AS is_valid,
        max(seq) AS seq,
        max(happened_at) AS registered_at
    FROM unit_keys
    GROUP BY unit_id, fingerprint
)

SELECT
    unit_id,
    fingerprint,
    registered_at
FROM latest
WHERE is_valid
ORDER BY unit_id, seq;

-- name: keys_of
-- One row per time a key of a unit was registered or struck off.
SELECT *
FROM unit_keys
WHERE unit_id = $unit_id
ORDER BY seq;

-- name: insert_keys
-- Adds one row a key registered or struck off.
INSERT INTO unit_keys BY NAME
SELECT * FROM given;
