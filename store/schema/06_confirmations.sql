-- Who confirmed which answer to an open question of the scheme, and when; the latest record of a policy counts.
CREATE TABLE confirmations (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  policy TEXT NOT NULL,
  value TEXT NOT NULL,               -- the value confirmed, in its canonical writing
  stands INTEGER NOT NULL CHECK (stands IN (0, 1)),  -- 0: taken back
  confirmed_by TEXT NOT NULL CHECK (confirmed_by <> ''),
  witness TEXT NOT NULL CHECK (witness <> '' AND witness <> confirmed_by),
  confirmed_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER confirmations_stay BEFORE UPDATE ON confirmations BEGIN SELECT RAISE(ABORT, 'confirmations are never changed'); END;
CREATE TRIGGER confirmations_remain BEFORE DELETE ON confirmations BEGIN SELECT RAISE(ABORT, 'confirmations are never removed'); END;
