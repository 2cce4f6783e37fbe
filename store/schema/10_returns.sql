-- What the office counted by hand, batch by batch: forms handed out and come back. The latest entry of a batch counts.
CREATE TABLE returns (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  batch TEXT NOT NULL CHECK (batch <> ''),
  issued INTEGER NOT NULL CHECK (issued >= 0),
  returned INTEGER NOT NULL CHECK (returned >= 0),       -- fit to be read: spoiled ones are not among them
  spoiled INTEGER NOT NULL CHECK (spoiled >= 0),
  outstanding INTEGER NOT NULL CHECK (outstanding >= 0),
  source TEXT NOT NULL,              -- the file as the clerk named it
  sha256 TEXT NOT NULL,
  imported_at TEXT NOT NULL
) STRICT;

CREATE INDEX returns_by_batch ON returns (batch, number);

CREATE VIEW latest_returns AS
SELECT * FROM returns AS r WHERE number = (SELECT max(number) FROM returns AS o WHERE o.batch = r.batch);

CREATE TRIGGER returns_stay BEFORE UPDATE ON returns BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER returns_remain BEFORE DELETE ON returns BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
