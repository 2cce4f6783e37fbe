-- As before; but pages of a report without a score row wait for nobody, as empty backs do.
DROP VIEW open_unread_pages;

CREATE VIEW open_unread_pages AS
SELECT max(u.number) AS number, u.batch, u.source_file, u.source_page, u.digest, u.reason, u.detail, u.twin, u.scan
FROM unread_pages AS u
WHERE NOT EXISTS (SELECT 1 FROM sheets AS s WHERE s.digest = u.digest AND u.digest <> '')
  AND NOT EXISTS (SELECT 1 FROM sheets AS s WHERE s.scan = u.scan AND s.source_page = u.source_page AND u.scan <> '')
  AND NOT EXISTS (SELECT 1 FROM score_pages AS p WHERE p.digest = u.digest AND u.digest <> '')
  AND NOT EXISTS (
    SELECT 1 FROM score_pages AS p WHERE p.scan = u.scan AND p.source_page = u.source_page AND u.scan <> ''
  )
  AND NOT EXISTS (
    SELECT 1 FROM page_decisions AS d JOIN unread_pages AS o ON o.number = d.page
    WHERE o.scan = u.scan AND o.source_page = u.source_page AND (u.scan <> '' OR o.source_file = u.source_file)
      AND NOT (o.reason = 'same_paper' AND d.outcome = '两张不同的票')
  )
  AND NOT EXISTS (
    SELECT 1 FROM unread_pages AS b
    WHERE b.reason IN ('blank_back', 'report_page') AND b.number >= u.number AND b.scan = u.scan AND b.source_page = u.source_page
  )
GROUP BY u.scan, u.source_page, CASE u.scan WHEN '' THEN u.source_file END;

-- Where the ink of each score field lies, to know a paper again, as sheets have it; empty when an older version read it.
ALTER TABLE score_pages ADD COLUMN placement BLOB NOT NULL DEFAULT x'';

-- An opinion may stand on a leaders' paper as well: of which table the paper is, its digest alone does not say.
ALTER TABLE score_pages ADD COLUMN has_opinion INTEGER NOT NULL DEFAULT 0 CHECK (has_opinion IN (0, 1));

CREATE TABLE opinion_drafts_kept AS SELECT * FROM opinion_drafts;
CREATE TABLE opinion_texts_kept AS SELECT * FROM opinion_texts;
CREATE TABLE opinion_proposals_kept AS SELECT * FROM opinion_proposals;
DROP VIEW latest_opinion_texts;
DROP TABLE opinion_drafts;
DROP TABLE opinion_texts;
DROP TABLE opinion_proposals;

CREATE TABLE opinion_drafts (
  sheet TEXT NOT NULL,               -- digest of a ballot or of a leaders' paper
  reader TEXT NOT NULL,              -- name and version of the recogniser
  text TEXT NOT NULL,                -- lines joined by line breaks; may be empty
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  PRIMARY KEY (sheet, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE opinion_texts (         -- the latest one counts
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  sheet TEXT NOT NULL,               -- digest of a ballot or of a leaders' paper
  text TEXT NOT NULL,                -- empty: what is there is no opinion
  units TEXT NOT NULL CHECK (json_valid(units)),  -- names; an empty list: about no unit in particular
  typed_by TEXT NOT NULL CHECK (typed_by <> ''),
  checked_by TEXT NOT NULL CHECK (checked_by <> '' AND checked_by <> typed_by),
  typed_at TEXT NOT NULL
) STRICT;

CREATE TABLE opinion_proposals (     -- the first person's text of an opinion; a second one confirms it
  sheet TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  units TEXT NOT NULL CHECK (json_valid(units)),
  account TEXT NOT NULL REFERENCES accounts (name),
  proposed_at TEXT NOT NULL
) STRICT;

INSERT INTO opinion_drafts SELECT * FROM opinion_drafts_kept;
INSERT INTO opinion_texts SELECT * FROM opinion_texts_kept ORDER BY number;
INSERT INTO opinion_proposals SELECT * FROM opinion_proposals_kept;
DROP TABLE opinion_drafts_kept;
DROP TABLE opinion_texts_kept;
DROP TABLE opinion_proposals_kept;

CREATE INDEX opinion_texts_by_sheet ON opinion_texts (sheet, number);
CREATE VIEW latest_opinion_texts AS
SELECT * FROM opinion_texts AS t WHERE number = (SELECT max(number) FROM opinion_texts AS o WHERE o.sheet = t.sheet);

CREATE TRIGGER opinion_drafts_stay BEFORE UPDATE ON opinion_drafts BEGIN SELECT RAISE(ABORT, 'drafts are never changed'); END;
CREATE TRIGGER opinion_drafts_remain BEFORE DELETE ON opinion_drafts BEGIN SELECT RAISE(ABORT, 'drafts are never removed'); END;
CREATE TRIGGER opinion_texts_stay BEFORE UPDATE ON opinion_texts BEGIN SELECT RAISE(ABORT, 'typed texts are never changed'); END;
CREATE TRIGGER opinion_texts_remain BEFORE DELETE ON opinion_texts BEGIN SELECT RAISE(ABORT, 'typed texts are never removed'); END;
