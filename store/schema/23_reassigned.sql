-- Papers two people gave to another batch, or took out of the count; what was read of them stays as it is.
CREATE TABLE reassigned (            -- the latest of a paper counts
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  paper TEXT NOT NULL,               -- digest of a ballot or of a leaders' paper
  batch TEXT NOT NULL,               -- where it counts from then on; empty: nowhere
  reason TEXT NOT NULL CHECK (reason <> ''),
  decided_by TEXT NOT NULL CHECK (decided_by <> ''),
  confirmed_by TEXT NOT NULL CHECK (confirmed_by <> '' AND confirmed_by <> decided_by),
  decided_at TEXT NOT NULL
) STRICT;

CREATE INDEX reassigned_by_paper ON reassigned (paper, number);

CREATE TRIGGER reassigned_stay BEFORE UPDATE ON reassigned BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER reassigned_remain BEFORE DELETE ON reassigned BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;

CREATE VIEW latest_reassigned AS
SELECT * FROM reassigned AS r WHERE number = (SELECT max(number) FROM reassigned AS o WHERE o.paper = r.paper);

-- What counts, and where.
CREATE VIEW standing_sheets AS
SELECT s.digest, coalesce(r.batch, s.batch) AS batch, s.source_file, s.source_page, s.scan, s.form_digest, s.turn,
  s.has_opinion, s.form_page, s.form_pages, s.mark
FROM sheets AS s LEFT JOIN latest_reassigned AS r ON r.paper = s.digest WHERE r.batch IS NOT '';

CREATE VIEW standing_score_pages AS
SELECT p.digest, coalesce(r.batch, p.batch) AS batch, p.paper, p.source_file, p.source_page, p.scan, p.mark,
  p.placement, p.has_opinion
FROM score_pages AS p LEFT JOIN latest_reassigned AS r ON r.paper = p.digest WHERE r.batch IS NOT '';

-- As before; but rows of papers that count nowhere wait for nobody.
DROP VIEW open_rows;

CREATE VIEW open_rows AS
SELECT s.batch, r.sheet, r.position, r.item, r.name, r.reasons, s.source_file, s.source_page
FROM row_readings AS r JOIN standing_sheets AS s ON s.digest = r.sheet
WHERE r.verdict = 'doubtful'
  AND NOT EXISTS (SELECT 1 FROM corrections AS c WHERE c.sheet = r.sheet AND c.item = r.item)
UNION ALL
SELECT s.batch, r.sheet, r.position, r.item, r.name, r.reasons, s.source_file, s.source_page
FROM referred_rows AS f JOIN row_readings AS r ON r.sheet = f.sheet AND r.item = f.item
JOIN standing_sheets AS s ON s.digest = r.sheet
WHERE r.verdict <> 'doubtful'
   OR EXISTS (SELECT 1 FROM corrections AS c WHERE c.sheet = r.sheet AND c.item = r.item);

CREATE TRIGGER queue_after_reassigned AFTER INSERT ON reassigned BEGIN
  DELETE FROM queue WHERE sheet = NEW.paper;
  INSERT INTO queue SELECT reason, batch, sheet, position, item, said FROM queue_entries WHERE sheet = NEW.paper;
END;

-- What one person typed of an opinion is open until another has checked it; of settled ones nothing is.
DELETE FROM opinion_proposals WHERE sheet IN (SELECT sheet FROM opinion_texts);
