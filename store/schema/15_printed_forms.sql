-- What stood on the forms sheets were read as, and the mark printed on each sheet: which campaign it says it is of.
CREATE TABLE printed_forms (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  digest TEXT NOT NULL,              -- SHA-256 of the Word file: sheets.form_digest
  content TEXT NOT NULL CHECK (json_valid(content)),  -- its choices, and page, number and name of each row
  UNIQUE (digest, content)
) STRICT;

CREATE TRIGGER printed_forms_stay BEFORE UPDATE ON printed_forms BEGIN SELECT RAISE(ABORT, 'forms are never changed'); END;
CREATE TRIGGER printed_forms_remain BEFORE DELETE ON printed_forms BEGIN SELECT RAISE(ABORT, 'forms are never removed'); END;

-- Empty: none was read, or an older program read the sheet. The same on every copy of a batch.
ALTER TABLE sheets ADD COLUMN mark TEXT NOT NULL DEFAULT '';
ALTER TABLE score_pages ADD COLUMN mark TEXT NOT NULL DEFAULT '';
