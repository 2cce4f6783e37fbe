-- Post-count audits: what was drawn from which count, and what people saw.
CREATE TABLE audit_draws (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  seed TEXT NOT NULL CHECK (seed <> ''),
  tolerance TEXT NOT NULL,           -- points out of 100, decimal
  risk_limit TEXT NOT NULL,
  population TEXT NOT NULL,          -- SHA-256 of every sheet, item and what it counted for
  corrections INTEGER NOT NULL,      -- how many decisions of people the count rested on
  sheets TEXT NOT NULL,              -- JSON: digests in the order of the draw
  drawn_at TEXT NOT NULL
) STRICT;

CREATE TABLE audit_sights (          -- what one of the two people saw on a drawn row, blind; the latest counts
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  draw INTEGER NOT NULL REFERENCES audit_draws (number),
  sheet TEXT NOT NULL,
  item TEXT NOT NULL,
  seat TEXT NOT NULL CHECK (seat IN ('甲', '乙')),
  person TEXT NOT NULL CHECK (person <> ''),
  seen TEXT NOT NULL,                -- the choice; blank, multiple or unsure
  seen_at TEXT NOT NULL,
  FOREIGN KEY (sheet, item) REFERENCES row_readings (sheet, item)
) STRICT;

CREATE INDEX audit_sights_by_row ON audit_sights (sheet, item, seat, number);

CREATE TRIGGER audit_draws_stay BEFORE UPDATE ON audit_draws BEGIN SELECT RAISE(ABORT, 'draws are never changed'); END;
CREATE TRIGGER audit_draws_remain BEFORE DELETE ON audit_draws BEGIN SELECT RAISE(ABORT, 'draws are never removed'); END;
CREATE TRIGGER audit_sights_stay BEFORE UPDATE ON audit_sights BEGIN SELECT RAISE(ABORT, 'sights are never changed'); END;
CREATE TRIGGER audit_sights_remain BEFORE DELETE ON audit_sights BEGIN SELECT RAISE(ABORT, 'sights are never removed'); END;
