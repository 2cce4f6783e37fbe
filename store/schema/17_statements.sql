-- What people sign with keys of their own (domain/trust/statement.py); an account's key lies sealed under its password.
CREATE TABLE statements (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  person TEXT NOT NULL CHECK (person <> ''),
  text TEXT NOT NULL UNIQUE CHECK (json_valid(text)),
  signature TEXT NOT NULL            -- Ed25519, hex
) STRICT;

CREATE TRIGGER statements_stay BEFORE UPDATE ON statements BEGIN SELECT RAISE(ABORT, 'statements are never changed'); END;
CREATE TRIGGER statements_remain BEFORE DELETE ON statements BEGIN SELECT RAISE(ABORT, 'statements are never removed'); END;

CREATE INDEX events_by_kind ON events (kind, number);

ALTER TABLE accounts ADD COLUMN public_key TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN sealed_key TEXT NOT NULL DEFAULT '';  -- JSON; empty: an account of an older program
ALTER TABLE sessions ADD COLUMN sealed_key TEXT NOT NULL DEFAULT '';  -- the same key under what the browser holds
