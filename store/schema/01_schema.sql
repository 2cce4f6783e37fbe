-- What pingyi remembers of a campaign. Readings are only inserted, decisions of people only appended;
-- triggers hold that even against a hand-written statement.

CREATE TABLE sheets (
  digest TEXT PRIMARY KEY,           -- SHA-256 of the grey picture: reading it twice changes nothing
  batch TEXT NOT NULL,
  source_file TEXT NOT NULL,         -- as the clerk named it
  source_page INTEGER NOT NULL CHECK (source_page >= 1),
  scan TEXT NOT NULL,                -- SHA-256 of the file, its name under scans/
  form_digest TEXT NOT NULL,
  turn INTEGER NOT NULL CHECK (turn IN (0, 90, 180, 270)),
  has_opinion INTEGER NOT NULL CHECK (has_opinion IN (0, 1)),
  read_at TEXT NOT NULL
) STRICT;

CREATE INDEX sheets_by_scan ON sheets (scan, source_page);
CREATE INDEX sheets_by_batch ON sheets (batch);

CREATE TABLE row_readings (
  sheet TEXT NOT NULL REFERENCES sheets (digest),
  position INTEGER NOT NULL,         -- order on the form, from 0
  item TEXT NOT NULL,
  name TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('valid', 'blank', 'multiple', 'doubtful')),
  choice TEXT NOT NULL CHECK ((verdict = 'valid') = (choice <> '')),
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  reasons TEXT NOT NULL,             -- words of Doubt, joined by commas
  PRIMARY KEY (sheet, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE corrections (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  sheet TEXT NOT NULL,
  item TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('valid', 'blank', 'multiple')),
  choice TEXT NOT NULL CHECK ((verdict = 'valid') = (choice <> '')),
  decided_by TEXT NOT NULL CHECK (decided_by <> ''),
  confirmed_by TEXT NOT NULL CHECK (confirmed_by <> '' AND confirmed_by <> decided_by),
  decided_at TEXT NOT NULL,
  FOREIGN KEY (sheet, item) REFERENCES row_readings (sheet, item)
) STRICT;

CREATE INDEX corrections_by_row ON corrections (sheet, item, number);

CREATE TABLE unread_pages (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  batch TEXT NOT NULL,               -- as given to scan; empty when none was
  source_file TEXT NOT NULL,
  source_page INTEGER NOT NULL CHECK (source_page >= 1),
  scan TEXT NOT NULL,                -- empty when there was no file
  digest TEXT NOT NULL,              -- empty when the picture could not be decoded
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  seen_at TEXT NOT NULL
) STRICT;

CREATE TABLE page_decisions (        -- what two people found out about an unread page
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  page INTEGER NOT NULL REFERENCES unread_pages (number),
  outcome TEXT NOT NULL CHECK (outcome <> ''),
  decided_by TEXT NOT NULL CHECK (decided_by <> ''),
  confirmed_by TEXT NOT NULL CHECK (confirmed_by <> '' AND confirmed_by <> decided_by),
  decided_at TEXT NOT NULL
) STRICT;

CREATE TABLE imports (               -- a later import of the same kind and key takes the place of the earlier
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('leaders', 'leader_votes', 'hotline', 'phone')),
  unit TEXT NOT NULL,
  evaluators TEXT NOT NULL,          -- key of the evaluator group; empty for hotline and phone
  source TEXT NOT NULL,              -- the file as the clerk named it
  sha256 TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  imported_at TEXT NOT NULL
) STRICT;

CREATE INDEX imports_by_key ON imports (kind, unit, evaluators, number);

-- Unread pages nobody has dealt with: not read since (same picture, or same page of the same file), not decided.
CREATE VIEW open_unread_pages AS
SELECT max(u.number) AS number, u.batch, u.source_file, u.source_page, u.digest, u.reason, u.detail
FROM unread_pages AS u
WHERE NOT EXISTS (SELECT 1 FROM sheets AS s WHERE s.digest = u.digest AND u.digest <> '')
  AND NOT EXISTS (SELECT 1 FROM sheets AS s WHERE s.scan = u.scan AND s.source_page = u.source_page AND u.scan <> '')
  AND NOT EXISTS (
    SELECT 1 FROM page_decisions AS d JOIN unread_pages AS o ON o.number = d.page
    WHERE o.scan = u.scan AND o.source_page = u.source_page AND (u.scan <> '' OR o.source_file = u.source_file)
  )
GROUP BY u.scan, u.source_page, CASE u.scan WHEN '' THEN u.source_file END;

-- The latest decision on each row that has one.
CREATE VIEW latest_corrections AS
SELECT * FROM corrections AS c
WHERE number = (SELECT max(number) FROM corrections AS o WHERE o.sheet = c.sheet AND o.item = c.item);

CREATE VIEW open_rows AS
SELECT s.batch, r.sheet, r.position, r.item, r.name, r.reasons, s.source_file, s.source_page
FROM row_readings AS r JOIN sheets AS s ON s.digest = r.sheet
WHERE r.verdict = 'doubtful'
  AND NOT EXISTS (SELECT 1 FROM corrections AS c WHERE c.sheet = r.sheet AND c.item = r.item);

CREATE TRIGGER sheets_stay BEFORE UPDATE ON sheets BEGIN SELECT RAISE(ABORT, 'readings are never changed'); END;
CREATE TRIGGER sheets_remain BEFORE DELETE ON sheets BEGIN SELECT RAISE(ABORT, 'readings are never removed'); END;
CREATE TRIGGER row_readings_stay BEFORE UPDATE ON row_readings BEGIN SELECT RAISE(ABORT, 'readings are never changed'); END;
CREATE TRIGGER row_readings_remain BEFORE DELETE ON row_readings BEGIN SELECT RAISE(ABORT, 'readings are never removed'); END;
CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER corrections_remain BEFORE DELETE ON corrections BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;
CREATE TRIGGER unread_pages_stay BEFORE UPDATE ON unread_pages BEGIN SELECT RAISE(ABORT, 'unread pages stay listed'); END;
CREATE TRIGGER unread_pages_remain BEFORE DELETE ON unread_pages BEGIN SELECT RAISE(ABORT, 'unread pages stay listed'); END;
CREATE TRIGGER page_decisions_stay BEFORE UPDATE ON page_decisions BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER page_decisions_remain BEFORE DELETE ON page_decisions BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;
CREATE TRIGGER imports_stay BEFORE UPDATE ON imports BEGIN SELECT RAISE(ABORT, 'imports are never changed'); END;
CREATE TRIGGER imports_remain BEFORE DELETE ON imports BEGIN SELECT RAISE(ABORT, 'imports are never removed'); END;
