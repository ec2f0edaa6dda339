-- A link between an item and an opinion stands from linked_at until unlinked_at (NULL: it stands), as those of problems
-- do. Links that were made before stand since both records were there.
CREATE TEMPORARY TABLE item_opinions_before AS SELECT * FROM item_opinions;
DROP TABLE item_opinions;
CREATE TABLE item_opinions (
    activity_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    opinion_id TEXT NOT NULL,
    linked_at TIMESTAMP NOT NULL,
    unlinked_at TIMESTAMP
);

INSERT INTO item_opinions
WITH items AS (
    SELECT
        activity_id,
        item_id,
        min(happened_at) AS added_at
    FROM rectification_events
    GROUP BY ALL
),

heard AS (
    SELECT
        activity_id,
        opinion_id,
        min(happened_at) AS added_at
    FROM opinion_events
    GROUP BY ALL
)

SELECT
    links.activity_id,
    links.item_id,
    links.opinion_id,
    coalesce(greatest(items.added_at, heard.added_at), TIMESTAMP '2000-01-01 00:00:00') AS linked_at,
    NULL AS unlinked_at
FROM item_opinions_before AS links
LEFT JOIN items
    ON
        links.activity_id = items.activity_id
        AND links.item_id = items.item_id
LEFT JOIN heard
    ON
        links.activity_id = heard.activity_id
        AND links.opinion_id = heard.opinion_id;

DROP TABLE item_opinions_before;
