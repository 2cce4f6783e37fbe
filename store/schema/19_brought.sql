-- Each import by itself: which rows came with it, of which file, by whom; and which of them two people took back.
CREATE TABLE brought (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('leaders', 'leader_votes', 'hotline', 'phone', 'orders', 'returns')),
  source TEXT NOT NULL,              -- the file as the clerk named it
  sha256 TEXT NOT NULL,
  entries INTEGER NOT NULL CHECK (entries > 0),
  first INTEGER NOT NULL CHECK (first > 0),  -- numbers of its rows in `imports` or `returns`; of orders that of the export
  last INTEGER NOT NULL CHECK (last >= first),
  brought_by TEXT NOT NULL,          -- an account; empty: at the terminal, or by an older program
  brought_at TEXT NOT NULL
) STRICT;

CREATE TABLE taken_back (           -- the latest of an import counts: a second one signs what an office without keys did
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  brought INTEGER NOT NULL REFERENCES brought (number),
  reason TEXT NOT NULL CHECK (reason <> ''),
  decided_by TEXT NOT NULL CHECK (decided_by <> ''),
  confirmed_by TEXT NOT NULL CHECK (confirmed_by <> '' AND confirmed_by <> decided_by),
  decided_at TEXT NOT NULL
) STRICT;

-- What earlier programs brought in: by the entry of the evidence chain that tells of it, or by file and moment.
INSERT INTO brought (kind, source, sha256, entries, first, last, brought_by, brought_at)
WITH told AS (
  SELECT json_extract(r.value, '$.table') AS part, json_extract(r.value, '$.first') AS first,
    json_extract(r.value, '$.last') AS last
  FROM events AS e, json_each(e.payload, '$.rows') AS r WHERE e.kind = 'import'
), lines AS (
  SELECT 'imports' AS part, kind, source, sha256, number, imported_at FROM imports
  UNION ALL SELECT 'returns', 'returns', source, sha256, number, imported_at FROM returns
), known AS (
  SELECT l.*, coalesce((SELECT t.first FROM told AS t WHERE t.part = l.part AND l.number BETWEEN t.first AND t.last),
    l.imported_at) AS one
  FROM lines AS l
)
SELECT kind, source, sha256, entries, first, last, '', at FROM (
  SELECT kind, source, sha256, count(*) AS entries, min(number) AS first, max(number) AS last, min(imported_at) AS at
  FROM known GROUP BY part, kind, source, sha256, one
  UNION ALL SELECT 'orders', source, sha256, orders, number, number, imported_at FROM hotline_exports
) ORDER BY at, kind, first;

CREATE TRIGGER brought_stay BEFORE UPDATE ON brought BEGIN SELECT RAISE(ABORT, 'imports are never changed'); END;
CREATE TRIGGER brought_remain BEFORE DELETE ON brought BEGIN SELECT RAISE(ABORT, 'imports are never removed'); END;
CREATE TRIGGER taken_back_stay BEFORE UPDATE ON taken_back BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER taken_back_remain BEFORE DELETE ON taken_back BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;

-- What counts: the latest of its key among what was not taken back.
CREATE VIEW standing_imports AS
SELECT i.* FROM imports AS i WHERE NOT EXISTS (
  SELECT 1 FROM taken_back AS t JOIN brought AS b ON b.number = t.brought
  WHERE b.kind NOT IN ('orders', 'returns') AND i.number BETWEEN b.first AND b.last
);

CREATE VIEW exports_taken_back AS
SELECT b.first AS export FROM taken_back AS t JOIN brought AS b ON b.number = t.brought WHERE b.kind = 'orders';

CREATE VIEW standing_orders AS
SELECT * FROM hotline_orders WHERE export NOT IN (SELECT export FROM exports_taken_back);

DROP VIEW latest_returns;

CREATE VIEW standing_returns AS
SELECT r.* FROM returns AS r WHERE NOT EXISTS (
  SELECT 1 FROM taken_back AS t JOIN brought AS b ON b.number = t.brought
  WHERE b.kind = 'returns' AND r.number BETWEEN b.first AND b.last
);

CREATE VIEW latest_returns AS
SELECT * FROM standing_returns AS r
WHERE number = (SELECT max(number) FROM standing_returns AS o WHERE o.batch = r.batch);

-- As before; but content that was taken back may be brought in anew.
CREATE TABLE exports_kept AS SELECT * FROM hotline_exports;
DROP TABLE hotline_exports;

CREATE TABLE hotline_exports (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  content TEXT NOT NULL,             -- SHA-256 of the orders as they were understood
  orders INTEGER NOT NULL CHECK (orders > 0),
  imported_at TEXT NOT NULL
) STRICT;

INSERT INTO hotline_exports SELECT * FROM exports_kept ORDER BY number;
DROP TABLE exports_kept;

CREATE INDEX exports_by_content ON hotline_exports (content);

CREATE TRIGGER hotline_exports_stay BEFORE UPDATE ON hotline_exports BEGIN SELECT RAISE(ABORT, 'exports are never changed'); END;
CREATE TRIGGER hotline_exports_remain BEFORE DELETE ON hotline_exports BEGIN SELECT RAISE(ABORT, 'exports are never removed'); END;
