-- Written opinions: the machine's draft (made once per sheet and reader), and the text people typed from the picture.
CREATE TABLE opinion_drafts (
  sheet TEXT NOT NULL REFERENCES sheets (digest),
  reader TEXT NOT NULL,              -- name and version of the recogniser
  text TEXT NOT NULL,                -- lines joined by line breaks; may be empty
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  drafted_at TEXT NOT NULL,
  PRIMARY KEY (sheet, reader)
) STRICT, WITHOUT ROWID;

CREATE TABLE opinion_texts (         -- the latest one counts
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  sheet TEXT NOT NULL REFERENCES sheets (digest),
  text TEXT NOT NULL,                -- empty: what is there is no opinion
  units TEXT NOT NULL CHECK (json_valid(units)),  -- serials; an empty list: about no unit in particular
  typed_by TEXT NOT NULL CHECK (typed_by <> ''),
  checked_by TEXT NOT NULL CHECK (checked_by <> '' AND checked_by <> typed_by),
  typed_at TEXT NOT NULL
) STRICT;

CREATE INDEX opinion_texts_by_sheet ON opinion_texts (sheet, number);

CREATE VIEW latest_opinion_texts AS
SELECT * FROM opinion_texts AS t WHERE number = (SELECT max(number) FROM opinion_texts AS o WHERE o.sheet = t.sheet);

CREATE TRIGGER opinion_drafts_stay BEFORE UPDATE ON opinion_drafts BEGIN SELECT RAISE(ABORT, 'drafts are never changed'); END;
CREATE TRIGGER opinion_drafts_remain BEFORE DELETE ON opinion_drafts BEGIN SELECT RAISE(ABORT, 'drafts are never removed'); END;
CREATE TRIGGER opinion_texts_stay BEFORE UPDATE ON opinion_texts BEGIN SELECT RAISE(ABORT, 'typed texts are never changed'); END;
CREATE TRIGGER opinion_texts_remain BEFORE DELETE ON opinion_texts BEGIN SELECT RAISE(ABORT, 'typed texts are never removed'); END;
