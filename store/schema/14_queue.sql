-- Rows that wait for people, kept in the order they are handed out, so that the next one is found without looking at
-- all of them. Both tables say nothing new: each change of what they rest on makes the row's entry anew from the views.
-- Who holds which row is the running server's own knowledge and no longer stands here.
DROP TABLE claims;

CREATE TABLE queue (
  reason TEXT NOT NULL,              -- the first word of Doubt; empty for a row sent back that the machine had no doubt on
  batch TEXT NOT NULL,
  sheet TEXT NOT NULL,
  position INTEGER NOT NULL,
  item TEXT NOT NULL,
  said INTEGER NOT NULL,             -- how many people have judged it in the round under way
  PRIMARY KEY (reason, batch, sheet, position)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX queue_by_row ON queue (sheet, item);
CREATE INDEX queue_by_batch ON queue (batch);

CREATE TABLE standing (              -- who has judged an open row in the round under way
  sheet TEXT NOT NULL,
  item TEXT NOT NULL,
  account TEXT NOT NULL,
  PRIMARY KEY (sheet, item, account)
) STRICT, WITHOUT ROWID;

CREATE VIEW queue_entries AS
SELECT substr(o.reasons, 1, instr(o.reasons || ',', ',') - 1) AS reason, o.batch, o.sheet, o.position, o.item,
  (SELECT count(*) FROM standing_judgements AS j WHERE j.sheet = o.sheet AND j.item = o.item) AS said
FROM open_rows AS o;

INSERT INTO queue SELECT reason, batch, sheet, position, item, said FROM queue_entries;
INSERT INTO standing SELECT sheet, item, account FROM standing_judgements;

-- In a restored archive rows may come before their sheets, and decisions before either.
CREATE TRIGGER queue_after_sheet AFTER INSERT ON sheets BEGIN
  DELETE FROM queue WHERE sheet = NEW.digest;
  INSERT INTO queue SELECT reason, batch, sheet, position, item, said FROM queue_entries WHERE sheet = NEW.digest;
END;

CREATE TRIGGER queue_after_reading AFTER INSERT ON row_readings
WHEN NEW.verdict = 'doubtful' OR EXISTS (SELECT 1 FROM referrals WHERE sheet = NEW.sheet AND item = NEW.item) BEGIN
  DELETE FROM queue WHERE sheet = NEW.sheet AND item = NEW.item;
  INSERT INTO queue
  SELECT reason, batch, sheet, position, item, said FROM queue_entries WHERE sheet = NEW.sheet AND item = NEW.item;
END;

CREATE TRIGGER queue_after_correction AFTER INSERT ON corrections BEGIN
  DELETE FROM standing WHERE sheet = NEW.sheet AND item = NEW.item;
  INSERT INTO standing SELECT sheet, item, account FROM standing_judgements WHERE sheet = NEW.sheet AND item = NEW.item;
  DELETE FROM queue WHERE sheet = NEW.sheet AND item = NEW.item;
  INSERT INTO queue
  SELECT reason, batch, sheet, position, item, said FROM queue_entries WHERE sheet = NEW.sheet AND item = NEW.item;
END;

CREATE TRIGGER queue_after_referral AFTER INSERT ON referrals BEGIN
  DELETE FROM queue WHERE sheet = NEW.sheet AND item = NEW.item;
  INSERT INTO queue
  SELECT reason, batch, sheet, position, item, said FROM queue_entries WHERE sheet = NEW.sheet AND item = NEW.item;
END;

CREATE TRIGGER queue_after_judgement AFTER INSERT ON judgements BEGIN
  DELETE FROM standing WHERE sheet = NEW.sheet AND item = NEW.item;
  INSERT INTO standing SELECT sheet, item, account FROM standing_judgements WHERE sheet = NEW.sheet AND item = NEW.item;
  UPDATE queue SET said = (SELECT count(*) FROM standing WHERE sheet = NEW.sheet AND item = NEW.item)
  WHERE sheet = NEW.sheet AND item = NEW.item;
END;

CREATE INDEX judgements_by_account ON judgements (account, number);

-- What one person read in a score field, apart from the others; a person's latest word on a field counts.
CREATE TABLE score_judgements (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  page TEXT NOT NULL,
  position INTEGER NOT NULL,
  account TEXT NOT NULL REFERENCES accounts (name),
  unit TEXT NOT NULL CHECK (unit <> ''),
  score TEXT,                        -- decimal; NULL: the field is void
  made_at TEXT NOT NULL,
  FOREIGN KEY (page, position) REFERENCES score_readings (page, position)
) STRICT;

CREATE INDEX score_judgements_by_field ON score_judgements (page, position, account, number);

CREATE TRIGGER score_judgements_stay BEFORE UPDATE ON score_judgements BEGIN SELECT RAISE(ABORT, 'judgements are never changed'); END;
CREATE TRIGGER score_judgements_remain BEFORE DELETE ON score_judgements BEGIN SELECT RAISE(ABORT, 'judgements are never removed'); END;
