-- Where the ink of each row lies, to know a sheet again; and no trace of the order in which sheets came in.
-- Sheets are kept in the order of their digests, without row numbers and without the moment they were read.
DROP VIEW open_unread_pages;
DROP VIEW open_rows;

CREATE TABLE sheets_kept AS SELECT * FROM sheets;
DROP TABLE sheets;

CREATE TABLE sheets (
  digest TEXT PRIMARY KEY,           -- SHA-256 of the grey picture: reading it twice changes nothing
  batch TEXT NOT NULL,
  source_file TEXT NOT NULL,         -- as the clerk named it
  source_page INTEGER NOT NULL CHECK (source_page >= 1),
  scan TEXT NOT NULL,                -- SHA-256 of the file, its name under scans/
  form_digest TEXT NOT NULL,
  turn INTEGER NOT NULL CHECK (turn IN (0, 90, 180, 270)),
  has_opinion INTEGER NOT NULL CHECK (has_opinion IN (0, 1)),
  form_page INTEGER NOT NULL CHECK (form_page >= 1),
  form_pages INTEGER NOT NULL CHECK (form_pages >= 1),
  placement BLOB NOT NULL            -- rows × 4 numbers of 16 bits; empty when an older version read it
) STRICT, WITHOUT ROWID;

INSERT INTO sheets
SELECT digest, batch, source_file, source_page, scan, form_digest, turn, has_opinion, form_page, form_pages, x''
FROM sheets_kept ORDER BY digest;
DROP TABLE sheets_kept;

CREATE INDEX sheets_by_scan ON sheets (scan, source_page);
CREATE INDEX sheets_by_batch ON sheets (batch);

CREATE TRIGGER sheets_stay BEFORE UPDATE ON sheets BEGIN SELECT RAISE(ABORT, 'readings are never changed'); END;
CREATE TRIGGER sheets_remain BEFORE DELETE ON sheets BEGIN SELECT RAISE(ABORT, 'readings are never removed'); END;

-- Unread pages lose the moment they were seen, and name the sheet they look like.
DROP TRIGGER unread_pages_stay;
ALTER TABLE unread_pages DROP COLUMN seen_at;
ALTER TABLE unread_pages ADD COLUMN twin TEXT NOT NULL DEFAULT '';
CREATE TRIGGER unread_pages_stay BEFORE UPDATE ON unread_pages BEGIN SELECT RAISE(ABORT, 'unread pages stay listed'); END;

-- As before; but a page found to be a paper of its own stays open until it is filed: deciding does not count it yet.
CREATE VIEW open_unread_pages AS
SELECT max(u.number) AS number, u.batch, u.source_file, u.source_page, u.digest, u.reason, u.detail, u.twin, u.scan
FROM unread_pages AS u
WHERE NOT EXISTS (SELECT 1 FROM sheets AS s WHERE s.digest = u.digest AND u.digest <> '')
  AND NOT EXISTS (SELECT 1 FROM sheets AS s WHERE s.scan = u.scan AND s.source_page = u.source_page AND u.scan <> '')
  AND NOT EXISTS (
    SELECT 1 FROM page_decisions AS d JOIN unread_pages AS o ON o.number = d.page
    WHERE o.scan = u.scan AND o.source_page = u.source_page AND (u.scan <> '' OR o.source_file = u.source_file)
      AND NOT (o.reason = 'same_paper' AND d.outcome = '两张不同的票')
  )
  AND NOT EXISTS (
    SELECT 1 FROM unread_pages AS b
    WHERE b.reason = 'blank_back' AND b.number >= u.number AND b.scan = u.scan AND b.source_page = u.source_page
  )
GROUP BY u.scan, u.source_page, CASE u.scan WHEN '' THEN u.source_file END;

CREATE VIEW open_rows AS
SELECT s.batch, r.sheet, r.position, r.item, r.name, r.reasons, s.source_file, s.source_page
FROM row_readings AS r JOIN sheets AS s ON s.digest = r.sheet
WHERE r.verdict = 'doubtful'
  AND NOT EXISTS (SELECT 1 FROM corrections AS c WHERE c.sheet = r.sheet AND c.item = r.item);

-- The same for leaders' papers, whose scores tell a person even better; and no moment for a draft of an opinion.
CREATE TABLE score_pages_kept AS SELECT * FROM score_pages;
DROP TABLE score_pages;

CREATE TABLE score_pages (
  digest TEXT PRIMARY KEY,           -- SHA-256 of the grey picture: reading it twice changes nothing
  batch TEXT NOT NULL,               -- code of a batch of leaders; its letter is the body
  paper TEXT NOT NULL CHECK (paper IN ('analysis', 'leaders')),
  source_file TEXT NOT NULL,
  source_page INTEGER NOT NULL CHECK (source_page >= 1),
  scan TEXT NOT NULL                 -- SHA-256 of the file, its name under scans/
) STRICT, WITHOUT ROWID;

INSERT INTO score_pages SELECT digest, batch, paper, source_file, source_page, scan FROM score_pages_kept ORDER BY digest;
DROP TABLE score_pages_kept;

CREATE INDEX score_pages_by_scan ON score_pages (scan, source_page);
CREATE TRIGGER score_pages_stay BEFORE UPDATE ON score_pages BEGIN SELECT RAISE(ABORT, 'readings are never changed'); END;
CREATE TRIGGER score_pages_remain BEFORE DELETE ON score_pages BEGIN SELECT RAISE(ABORT, 'readings are never removed'); END;

ALTER TABLE opinion_drafts DROP COLUMN drafted_at;
