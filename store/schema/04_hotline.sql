-- Work orders of the hotline: only what is scored, nothing about who called. An order brought in again with
-- other content is another row; the one of the latest export counts.
CREATE TABLE hotline_exports (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,              -- the file as the clerk named it
  sha256 TEXT NOT NULL,
  content TEXT NOT NULL UNIQUE,      -- SHA-256 of the orders as they were understood
  orders INTEGER NOT NULL CHECK (orders > 0),
  imported_at TEXT NOT NULL
) STRICT;

CREATE TABLE hotline_orders (
  code TEXT NOT NULL CHECK (code <> ''),
  export INTEGER NOT NULL REFERENCES hotline_exports (number),
  file_row INTEGER NOT NULL CHECK (file_row > 0),
  kind TEXT NOT NULL,
  unit TEXT NOT NULL,
  state TEXT NOT NULL,
  dispatched TEXT NOT NULL,          -- moments as YYYY-MM-DDTHH:MM:SS, the platform's clock
  platform_due TEXT,
  closed TEXT,
  returned TEXT,
  return_ruling TEXT,
  extension_asked TEXT,
  extension_days INTEGER CHECK (extension_days >= 0),
  extension_ruling TEXT,
  suspended_from TEXT,
  suspended_to TEXT,
  redone INTEGER NOT NULL CHECK (redone >= 0),
  sms_satisfaction TEXT,
  sms_solution TEXT,
  call_satisfaction TEXT,
  call_solution TEXT,
  appeal TEXT,
  spot_check_unsolved INTEGER NOT NULL CHECK (spot_check_unsolved IN (0, 1)),
  followed_up INTEGER NOT NULL CHECK (followed_up IN (0, 1)),
  platform_on_time INTEGER CHECK (platform_on_time IN (0, 1)),
  bonus TEXT NOT NULL,               -- decimal
  PRIMARY KEY (code, export)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER hotline_exports_stay BEFORE UPDATE ON hotline_exports BEGIN SELECT RAISE(ABORT, 'exports are never changed'); END;
CREATE TRIGGER hotline_exports_remain BEFORE DELETE ON hotline_exports BEGIN SELECT RAISE(ABORT, 'exports are never removed'); END;
CREATE TRIGGER hotline_orders_stay BEFORE UPDATE ON hotline_orders BEGIN SELECT RAISE(ABORT, 'orders are never changed'); END;
CREATE TRIGGER hotline_orders_remain BEFORE DELETE ON hotline_orders BEGIN SELECT RAISE(ABORT, 'orders are never removed'); END;
