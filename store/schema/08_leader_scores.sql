-- Scores on leaders' papers (附件3, 领导评价表): what two readers saw in each field, and what people decided.
CREATE TABLE score_pages (
  digest TEXT PRIMARY KEY,           -- SHA-256 of the grey picture: reading it twice changes nothing
  batch TEXT NOT NULL,               -- code of a batch of leaders; its letter is the body
  paper TEXT NOT NULL CHECK (paper IN ('analysis', 'leaders')),
  source_file TEXT NOT NULL,
  source_page INTEGER NOT NULL CHECK (source_page >= 1),
  scan TEXT NOT NULL,                -- SHA-256 of the file, its name under scans/
  read_at TEXT NOT NULL
) STRICT;

CREATE INDEX score_pages_by_scan ON score_pages (scan, source_page);

CREATE TABLE score_readings (
  page TEXT NOT NULL REFERENCES score_pages (digest),
  position INTEGER NOT NULL,         -- of the field on the page, from 0
  unit TEXT NOT NULL,                -- empty when it could not be told
  seen TEXT NOT NULL,                -- the unit's name or mark as read
  first TEXT NOT NULL,               -- what each reader read
  second TEXT NOT NULL,
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  score TEXT,                        -- decimal, as agreed; NULL when anything speaks against it
  doubts TEXT NOT NULL CHECK ((doubts = '') = (score IS NOT NULL)),
  PRIMARY KEY (page, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE score_decisions (       -- the latest one counts
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  page TEXT NOT NULL,
  position INTEGER NOT NULL,
  unit TEXT NOT NULL CHECK (unit <> ''),
  score TEXT,                        -- NULL: the field is void
  decided_by TEXT NOT NULL CHECK (decided_by <> ''),
  confirmed_by TEXT NOT NULL CHECK (confirmed_by <> '' AND confirmed_by <> decided_by),
  decided_at TEXT NOT NULL,
  FOREIGN KEY (page, position) REFERENCES score_readings (page, position)
) STRICT;

CREATE INDEX score_decisions_by_field ON score_decisions (page, position, number);

CREATE VIEW latest_score_decisions AS
SELECT * FROM score_decisions AS d
WHERE number = (SELECT max(number) FROM score_decisions AS o WHERE o.page = d.page AND o.position = d.position);

CREATE TRIGGER score_pages_stay BEFORE UPDATE ON score_pages BEGIN SELECT RAISE(ABORT, 'readings are never changed'); END;
CREATE TRIGGER score_pages_remain BEFORE DELETE ON score_pages BEGIN SELECT RAISE(ABORT, 'readings are never removed'); END;
CREATE TRIGGER score_readings_stay BEFORE UPDATE ON score_readings BEGIN SELECT RAISE(ABORT, 'readings are never changed'); END;
CREATE TRIGGER score_readings_remain BEFORE DELETE ON score_readings BEGIN SELECT RAISE(ABORT, 'readings are never removed'); END;
CREATE TRIGGER score_decisions_stay BEFORE UPDATE ON score_decisions BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER score_decisions_remain BEFORE DELETE ON score_decisions BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;
