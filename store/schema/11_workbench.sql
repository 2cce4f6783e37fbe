-- The page: people and their sessions, what each decided apart from the others, rows sent back to people, claims, jobs, the log.
CREATE TABLE accounts (
  name TEXT PRIMARY KEY CHECK (name <> ''),
  role TEXT NOT NULL CHECK (role IN ('entry', 'review', 'watch', 'admin')),
  password TEXT NOT NULL,            -- argon2id, with its salt and costs
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
  token TEXT PRIMARY KEY,            -- SHA-256 of what the browser holds
  account TEXT NOT NULL REFERENCES accounts (name),
  csrf TEXT NOT NULL,
  started_at REAL NOT NULL,          -- seconds since 1970, as all times that are only compared
  seen_at REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE judgements (            -- what one person made of a row; the latest of a person in a round counts
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  sheet TEXT NOT NULL,
  item TEXT NOT NULL,
  round INTEGER NOT NULL,            -- decisions that stood on the row before
  account TEXT NOT NULL REFERENCES accounts (name),
  verdict TEXT NOT NULL CHECK (verdict IN ('valid', 'blank', 'multiple', 'withdrawn')),
  choice TEXT NOT NULL CHECK ((verdict = 'valid') = (choice <> '')),
  made_at TEXT NOT NULL,
  FOREIGN KEY (sheet, item) REFERENCES row_readings (sheet, item)
) STRICT;

CREATE INDEX judgements_by_row ON judgements (sheet, item, round, account, number);

CREATE TABLE referrals (             -- a row somebody wants looked at again
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  sheet TEXT NOT NULL,
  item TEXT NOT NULL,
  round INTEGER NOT NULL,
  account TEXT NOT NULL REFERENCES accounts (name),
  referred_at TEXT NOT NULL,
  UNIQUE (sheet, item, round),
  FOREIGN KEY (sheet, item) REFERENCES row_readings (sheet, item)
) STRICT;

CREATE TABLE claims (                -- a row open in a browser; forgotten when its time is up
  sheet TEXT NOT NULL,
  item TEXT NOT NULL,
  holder TEXT NOT NULL,
  until REAL NOT NULL,
  PRIMARY KEY (sheet, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX claims_by_holder ON claims (holder);

CREATE TABLE page_proposals (        -- the first person's word on an unread page; a second one makes it a decision
  page INTEGER PRIMARY KEY REFERENCES unread_pages (number),
  outcome TEXT NOT NULL CHECK (outcome <> ''),
  account TEXT NOT NULL REFERENCES accounts (name),
  proposed_at TEXT NOT NULL
) STRICT;

CREATE TABLE opinion_proposals (     -- the first person's text of an opinion; a second one confirms it
  sheet TEXT PRIMARY KEY REFERENCES sheets (digest),
  text TEXT NOT NULL,
  units TEXT NOT NULL CHECK (json_valid(units)),
  account TEXT NOT NULL REFERENCES accounts (name),
  proposed_at TEXT NOT NULL
) STRICT;

CREATE TABLE jobs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  wish TEXT NOT NULL CHECK (json_valid(wish)),
  account TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'interrupted')),
  lines TEXT NOT NULL CHECK (json_valid(lines)),  -- Chinese: what came of it
  asked_at TEXT NOT NULL,
  ended_at TEXT NOT NULL
) STRICT;

CREATE TABLE log_entries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  action TEXT NOT NULL,              -- Chinese
  detail TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE INDEX doubtful_rows ON row_readings (sheet, item) WHERE verdict = 'doubtful';
CREATE INDEX decided_rows ON row_readings (choice, confidence, sheet, item) WHERE verdict <> 'doubtful';

CREATE VIEW referred_rows AS
SELECT f.sheet, f.item, f.account FROM referrals AS f
WHERE f.round = (SELECT count(*) FROM corrections AS c WHERE c.sheet = f.sheet AND c.item = f.item);

DROP VIEW open_rows;

CREATE VIEW open_rows AS
SELECT s.batch, r.sheet, r.position, r.item, r.name, r.reasons, s.source_file, s.source_page
FROM row_readings AS r JOIN sheets AS s ON s.digest = r.sheet
WHERE r.verdict = 'doubtful'
  AND NOT EXISTS (SELECT 1 FROM corrections AS c WHERE c.sheet = r.sheet AND c.item = r.item)
UNION ALL
SELECT s.batch, r.sheet, r.position, r.item, r.name, r.reasons, s.source_file, s.source_page
FROM referred_rows AS f JOIN row_readings AS r ON r.sheet = f.sheet AND r.item = f.item
JOIN sheets AS s ON s.digest = r.sheet
WHERE r.verdict <> 'doubtful'
   OR EXISTS (SELECT 1 FROM corrections AS c WHERE c.sheet = r.sheet AND c.item = r.item);

-- What counts of a row's round now under way.
CREATE VIEW standing_judgements AS
SELECT j.number, j.sheet, j.item, j.account, j.verdict, j.choice
FROM judgements AS j
WHERE j.verdict <> 'withdrawn'
  AND j.round = (SELECT count(*) FROM corrections AS c WHERE c.sheet = j.sheet AND c.item = j.item)
  AND j.number = (
    SELECT max(number) FROM judgements AS o
    WHERE o.sheet = j.sheet AND o.item = j.item AND o.round = j.round AND o.account = j.account
  );

CREATE TRIGGER judgements_stay BEFORE UPDATE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements are never changed'); END;
CREATE TRIGGER judgements_remain BEFORE DELETE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements are never removed'); END;
CREATE TRIGGER referrals_stay BEFORE UPDATE ON referrals BEGIN SELECT RAISE(ABORT, 'referrals are never changed'); END;
CREATE TRIGGER referrals_remain BEFORE DELETE ON referrals BEGIN SELECT RAISE(ABORT, 'referrals are never removed'); END;
CREATE TRIGGER log_entries_stay BEFORE UPDATE ON log_entries BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER log_entries_remain BEFORE DELETE ON log_entries BEGIN SELECT RAISE(ABORT, 'the log is never shortened'); END;
