-- A ballot may have several pages: which of them a sheet is. What was read before had one.
ALTER TABLE sheets ADD COLUMN form_page INTEGER NOT NULL DEFAULT 1 CHECK (form_page >= 1);
ALTER TABLE sheets ADD COLUMN form_pages INTEGER NOT NULL DEFAULT 1 CHECK (form_pages >= 1);
