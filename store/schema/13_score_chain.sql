-- The evidence chain answers for leaders' papers too: by it the page is found whose reading was tampered with.
CREATE TABLE score_digests (
  sheet TEXT PRIMARY KEY REFERENCES score_pages (digest),
  digest TEXT NOT NULL               -- SHA-256 of the reading, without where the page was scanned
) STRICT, WITHOUT ROWID;

CREATE TRIGGER score_digests_stay BEFORE UPDATE ON score_digests BEGIN SELECT RAISE(ABORT, 'digests are never changed'); END;
CREATE TRIGGER score_digests_remain BEFORE DELETE ON score_digests BEGIN SELECT RAISE(ABORT, 'digests are never removed'); END;
