-- name: last_number
-- One row: the highest number an item's id has had, removed items included.
SELECT coalesce(max(try_cast(substr(item_id, 3) AS INTEGER)), 0) AS number
FROM rectification_items
WHERE activity_id = $activity_id;

-- name: present
-- One row per item of those asked for: its present state, removed items included.
SELECT *
FROM rectification_items
WHERE
    activity_id = $activity_id
    AND item_id IN (SELECT unnest(cast($item_ids AS TEXT[])));

-- name: last_events
-- One row per item of those asked for: when its newest event happened.
SELECT
    item_id,
    max(happened_at) AS happened_at
FROM rectification_events
WHERE
    activity_id = $activity_id
    AND item_id IN (SELECT unnest(cast($item_ids AS TEXT[])))
GROUP BY item_id;

-- name: last_reported
-- One row per item of those asked for that was ever worked on: the percentage that was last reported of it.
SELECT
    item_id,
    arg_max(percent, seq) AS reported_percent
FROM rectification_events
WHERE
    activity_id = $activity_id
    AND item_id IN (SELECT unnest(cast($item_ids AS TEXT[])))
    AND status IN ('not_started', 'in_progress')
    AND action NOT IN ('send_back', 'reopen')
GROUP BY item_id;

-- name: choices
-- One row a person, criterion or word that an item may name. kind: member, person, criterion, or a kind of term.
SELECT
    'person' AS kind,
    person_id AS choice
FROM people
WHERE activity_id = $activity_id
UNION ALL
SELECT
    'member' AS kind,
    person_id AS choice
FROM people
WHERE
    activity_id = $activity_id
    AND is_member
UNION ALL
SELECT
    'criterion' AS kind,
    criterion_id AS choice
FROM criteria
WHERE activity_id = $activity_id
UNION ALL
SELECT
    kind,
    label AS choice
FROM terms
WHERE
    activity_id = $activity_id
    AND kind IN ('aspect', 'department', 'section', 'source');

-- name: items
-- One row per item that stood in the ledger at the end of a day, as its last event up to that day left it; of the items
-- asked for (NULL: of all). An item that has not changed since is read from its present state: the history is ten times
-- as long, and as wide.
WITH newest AS MATERIALIZED (
    SELECT
        activity_id,
        item_id,
        max(seq) AS seq,
        max(happened_at) AS happened_at
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
        AND coalesce(list_contains(cast($ids AS TEXT[]), item_id), TRUE)
    GROUP BY ALL
),

changed_since AS MATERIALIZED (
    SELECT newest.*
    FROM newest
    ANTI JOIN rectification_items AS present
        ON
            newest.activity_id = present.activity_id
            AND newest.item_id = present.item_id
            AND newest.seq = present.seq
),

history AS (
    SELECT * EXCLUDE (event_id, happened_at, actor_id, actor_name, action, reason, batch_id)
    FROM rectification_events
),

states AS (
    SELECT
        present.*,
        newest.happened_at
    FROM newest
    INNER JOIN rectification_items AS present
        ON
            newest.activity_id = present.activity_id
            AND newest.item_id = present.item_id
            AND newest.seq = present.seq
    UNION ALL BY NAME
    SELECT
        history.*,
        changed_since.happened_at
    FROM changed_since
    INNER JOIN history
        ON
            changed_since.activity_id = history.activity_id
            AND changed_since.item_id = history.item_id
            AND changed_since.seq = history.seq
)

SELECT *
FROM states
WHERE NOT is_removed
ORDER BY length(item_id), item_id;

-- name: as_they_are
-- One row per item as it is, of the items asked for (NULL: of all), with the moment of its last event; those in the
-- ledger first.
WITH newest AS (
    SELECT
        item_id,
        max(happened_at) AS happened_at
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND coalesce(list_contains(cast($ids AS TEXT[]), item_id), TRUE)
    GROUP BY item_id
),

present AS (
    SELECT *
    FROM rectification_items
    WHERE activity_id = $activity_id
)

SELECT
    present.*,
    newest.happened_at
FROM present
INNER JOIN newest ON present.item_id = newest.item_id
ORDER BY present.is_removed, length(present.item_id), present.item_id;

-- name: absent
-- One row per item that did not stand in the ledger at the end of a day: taken out by then, or not yet entered.
-- moved by: add, remove, restore, undo
WITH newest AS (
    SELECT
        item_id,
        arg_max(is_removed, seq) AS is_removed
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    GROUP BY item_id
),

there AS (
    SELECT item_id
    FROM rectification_items
    WHERE activity_id = $activity_id
)

SELECT there.item_id
FROM there
LEFT JOIN newest ON there.item_id = newest.item_id
WHERE coalesce(newest.is_removed, TRUE)
ORDER BY there.item_id;

-- name: events
-- One row per event of an item, oldest first: what happened and the state it led to.
WITH history AS (
    SELECT *
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND item_id = $item_id
)

SELECT
    history.*,
    leaders.name AS leader_name,
    owners.name AS owner_name,
    verifiers.name AS verifier_name
FROM history
LEFT JOIN people AS leaders
    ON
        history.activity_id = leaders.activity_id
        AND history.leader_id = leaders.person_id
LEFT JOIN people AS owners
    ON
        history.activity_id = owners.activity_id
        AND history.owner_id = owners.person_id
LEFT JOIN people AS verifiers
    ON
        history.activity_id = verifiers.activity_id
        AND history.verifier_id = verifiers.person_id
ORDER BY history.seq;

-- name: counts_by_day
-- One row per day from the first event to a day: how many items stood in the ledger, were done and were closed.
WITH steps AS (
    SELECT
        cast(happened_at AS DATE) AS day_on,
        cast(NOT is_removed AS INTEGER) AS is_found,
        cast(NOT is_removed AND status IN ('submitted', 'closed') AS INTEGER) AS is_done,
        cast(NOT is_removed AND status = 'closed' AS INTEGER) AS is_closed,
        lag(cast(NOT is_removed AS INTEGER), 1, 0) OVER by_item AS was_found,
        lag(cast(NOT is_removed AND status IN ('submitted', 'closed') AS INTEGER), 1, 0) OVER by_item AS was_done,
        lag(cast(NOT is_removed AND status = 'closed' AS INTEGER), 1, 0) OVER by_item AS was_closed
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    WINDOW by_item AS (PARTITION BY item_id ORDER BY seq)
),

changes AS (
    SELECT
        day_on,
        sum(is_found - was_found) AS found_change,
        sum(is_done - was_done) AS done_change,
        sum(is_closed - was_closed) AS closed_change
    FROM steps
    GROUP BY day_on
),

days AS (
    SELECT cast(unnest(generate_series(min(day_on), cast($as_of AS DATE), INTERVAL 1 DAY)) AS DATE) AS day_on
    FROM changes
)

SELECT
    days.day_on,
    cast(sum(coalesce(changes.found_change, 0)) OVER so_far AS BIGINT) AS found_count,
    cast(sum(coalesce(changes.done_change, 0)) OVER so_far AS BIGINT) AS done_count,
    cast(sum(coalesce(changes.closed_change, 0)) OVER so_far AS BIGINT) AS closed_count
FROM days
LEFT JOIN changes ON days.day_on = changes.day_on
WINDOW so_far AS (ORDER BY days.day_on)
ORDER BY days.day_on;

-- name: insert_opinions
-- Adds one row a link between an item and an opinion that led to it.
INSERT INTO item_opinions BY NAME
SELECT * FROM given;

-- name: end_opinion
-- Ends the link between an item and an opinion.
UPDATE item_opinions
SET unlinked_at = $at
WHERE
    activity_id = $activity_id
    AND item_id = $item_id
    AND opinion_id = $opinion_id
    AND unlinked_at IS NULL;

-- name: linked_opinions
-- One row per opinion that an item is linked to now.
SELECT
    item_id,
    opinion_id
FROM item_opinions
WHERE
    activity_id = $activity_id
    AND unlinked_at IS NULL;

-- name: opinion_links
-- One row per link that there ever was between an item and an opinion, oldest first.
SELECT
    opinion_id,
    linked_at,
    unlinked_at
FROM item_opinions
WHERE
    activity_id = $activity_id
    AND item_id = $item_id
ORDER BY linked_at, length(opinion_id), opinion_id;

-- name: linkable
-- One row per item in the ledger and per opinion: what a link may join. kind: item or opinion.
SELECT
    'item' AS kind,
    item_id AS linked_id
FROM rectification_items
WHERE
    activity_id = $activity_id
    AND NOT is_removed
UNION ALL
SELECT
    'opinion' AS kind,
    opinion_id AS linked_id
FROM opinions
WHERE activity_id = $activity_id;

-- name: opinions
-- One row per opinion that had led to an item by the end of a day, as it stood then and may be handed on: without its
-- giver and the way it came in.
WITH states AS (
    SELECT *
    FROM opinion_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
    QUALIFY seq = max(seq) OVER (PARTITION BY opinion_id) AND NOT is_removed
),

links AS (
    SELECT *
    FROM item_opinions
    WHERE
        activity_id = $activity_id
        AND linked_at < cast($as_of AS DATE) + 1
        AND (unlinked_at IS NULL OR unlinked_at >= cast($as_of AS DATE) + 1)
)

SELECT
    links.item_id,
    states.opinion_id,
    states.aspect,
    states.status,
    if(states.wording = '', states.content, states.wording) AS wording
FROM links
INNER JOIN states ON links.opinion_id = states.opinion_id
ORDER BY length(links.item_id), links.item_id, length(links.opinion_id), links.opinion_id;

-- name: reported
-- One row per item of which new words on its progress were reported by the end of a day, with the last such day.
-- moved by: report, submit
WITH steps AS (
    SELECT
        item_id,
        happened_at,
        action,
        progress,
        lag(progress, 1, '') OVER (PARTITION BY item_id ORDER BY seq) AS progress_before
    FROM rectification_events
    WHERE
        activity_id = $activity_id
        AND happened_at < cast($as_of AS DATE) + 1
)

SELECT
    item_id,
    cast(max(happened_at) AS DATE) AS reported_on
FROM steps
WHERE
    action IN ('report', 'submit')
    AND progress <> ''
    AND progress <> progress_before
GROUP BY item_id
ORDER BY item_id;

-- name: answered
-- One row per item that the public answered about in an opening ended by the end of a day, the newest of them: its
-- counts, and when the paper that it stands in was signed.
WITH ended AS (
    SELECT
        activity_id,
        opening_id,
        paper_id,
        ended_at
    FROM reply_openings
    WHERE
        activity_id = $activity_id
        AND ended_at < cast($as_of AS DATE) + 1
)

SELECT
    counts.item_id,
    ended.ended_at,
    papers.signed_at,
    cast(sum(if(counts.view = 'satisfied', counts.answer_count, 0)) AS INTEGER) AS satisfied_count,
    cast(sum(if(counts.view = 'mostly_satisfied', counts.answer_count, 0)) AS INTEGER) AS mostly_satisfied_count,
    cast(sum(if(counts.view = 'dissatisfied', counts.answer_count, 0)) AS INTEGER) AS dissatisfied_count
FROM reply_counts AS counts
INNER JOIN ended ON counts.opening_id = ended.opening_id
INNER JOIN papers
    ON
        ended.activity_id = papers.activity_id
        AND ended.paper_id = papers.paper_id
GROUP BY counts.item_id, ended.ended_at, papers.signed_at
QUALIFY ended.ended_at = max(ended.ended_at) OVER (PARTITION BY counts.item_id)
ORDER BY counts.item_id;

-- name: moved
-- One row per item, of those asked for, with the moment, by the end of a day, at which something was last done on it.
SELECT
    item_id,
    max(happened_at) AS moved_at
FROM rectification_events
WHERE
    activity_id = $activity_id
    AND happened_at < cast($as_of AS DATE) + 1
    AND list_contains(cast($ids AS TEXT[]), item_id)
    AND action NOT IN ('edit', 'attach', 'withdraw', 'postpone', 'remove', 'restore')
GROUP BY item_id
ORDER BY item_id;
