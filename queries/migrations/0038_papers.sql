-- 公文: the letterhead of an activity's papers, and each paper from its draft to its signing.
-- form: plain, red, letter.
CREATE TABLE letterheads (
    activity_id TEXT NOT NULL,
    letterhead_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    unit TEXT NOT NULL,
    number_word TEXT NOT NULL,
    signer TEXT NOT NULL,
    addressee TEXT NOT NULL,
    copies TEXT NOT NULL,
    form TEXT NOT NULL,
    has_seal BOOLEAN NOT NULL,
    PRIMARY KEY (activity_id, letterhead_id)
);

CREATE TABLE letterhead_events (
    activity_id TEXT,
    letterhead_id TEXT,
    seq INTEGER,
    unit TEXT,
    number_word TEXT,
    signer TEXT,
    addressee TEXT,
    copies TEXT,
    form TEXT,
    has_seal BOOLEAN,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

-- kind: of papers.kinds. options: JSON, what the kind asks for. texts: JSON, the clerk's words by part.
-- state: draft, checked, signed, void. corrects: the paper that this one corrects; '': none.
-- as_of: the day whose records it shows; NULL until it is signed: the present day. What follows is of the signing:
-- the version of the data and the end of the audit trail behind it, and the digests of the bytes that were kept.
CREATE TABLE papers (
    activity_id TEXT NOT NULL,
    paper_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    options TEXT NOT NULL,
    texts TEXT NOT NULL,
    state TEXT NOT NULL,
    corrects TEXT NOT NULL,
    unit TEXT NOT NULL,
    number_word TEXT NOT NULL,
    number_year INTEGER,
    number_no INTEGER,
    signer TEXT NOT NULL,
    addressee TEXT NOT NULL,
    copies TEXT NOT NULL,
    dated DATE,
    form TEXT NOT NULL,
    has_seal BOOLEAN NOT NULL,
    title TEXT NOT NULL,
    as_of DATE,
    signed_at TIMESTAMP,
    data_version BIGINT,
    chain_number BIGINT,
    chain_hash TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    word_sha256 TEXT NOT NULL,
    pdf_sha256 TEXT NOT NULL,
    PRIMARY KEY (activity_id, paper_id)
);

CREATE TABLE paper_events (
    activity_id TEXT,
    paper_id TEXT,
    seq INTEGER,
    kind TEXT,
    options TEXT,
    texts TEXT,
    state TEXT,
    corrects TEXT,
    unit TEXT,
    number_word TEXT,
    number_year INTEGER,
    number_no INTEGER,
    signer TEXT,
    addressee TEXT,
    copies TEXT,
    dated DATE,
    form TEXT,
    has_seal BOOLEAN,
    title TEXT,
    as_of DATE,
    signed_at TIMESTAMP,
    data_version BIGINT,
    chain_number BIGINT,
    chain_hash TEXT,
    content_sha256 TEXT,
    word_sha256 TEXT,
    pdf_sha256 TEXT,
    event_id TEXT,
    happened_at TIMESTAMP,
    actor_id TEXT,
    actor_name TEXT,
    action TEXT,
    reason TEXT
);

-- What a signed paper is kept as, each content once, by its digest: the tree it was written from, Word and PDF.
CREATE TABLE paper_contents (
    sha256 TEXT PRIMARY KEY,
    content BLOB NOT NULL
);

-- paper_id: the signed paper that was published; '': another one.
ALTER TABLE publications ADD COLUMN paper_id TEXT DEFAULT '';
ALTER TABLE publication_events ADD COLUMN paper_id TEXT DEFAULT '';
