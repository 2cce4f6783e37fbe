-- The evidence chain: what changed a result, each entry with the hash of the one before (domain/trust/chain.py).
CREATE TABLE events (
  number INTEGER PRIMARY KEY,        -- from 1, without gaps
  kind TEXT NOT NULL CHECK (kind <> ''),
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  previous TEXT NOT NULL CHECK (length(previous) = 64),
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;

CREATE TRIGGER events_follow BEFORE INSERT ON events
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM events)
  OR NEW.previous IS NOT coalesce((SELECT hash FROM events ORDER BY number DESC LIMIT 1), printf('%064d', 0))
BEGIN SELECT RAISE(ABORT, 'an entry follows the one before'); END;
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;

CREATE TABLE sheet_digests (         -- by it the sheet is found whose reading was tampered with
  sheet TEXT PRIMARY KEY REFERENCES sheets (digest),
  digest TEXT NOT NULL               -- SHA-256 of the reading, without where and when the page was scanned
) STRICT, WITHOUT ROWID;

CREATE TRIGGER sheet_digests_stay BEFORE UPDATE ON sheet_digests BEGIN SELECT RAISE(ABORT, 'digests are never changed'); END;
CREATE TRIGGER sheet_digests_remain BEFORE DELETE ON sheet_digests BEGIN SELECT RAISE(ABORT, 'digests are never removed'); END;

-- Only the last salt of a batch is kept: what the log said of it before can no longer be tried out against
-- sheets, so that it does not tell which of them came in together.
CREATE TABLE batch_salts (
  batch TEXT PRIMARY KEY,
  salt TEXT NOT NULL CHECK (length(salt) = 64)
) STRICT, WITHOUT ROWID;
