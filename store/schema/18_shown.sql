-- What people judge from: a digest of the pictures they are shown of a paper, by which, and by where its ink lies, the
-- evidence chain knows it as well. Empty: an older program filed it.
ALTER TABLE sheets ADD COLUMN crops TEXT NOT NULL DEFAULT '';
ALTER TABLE score_pages ADD COLUMN crops TEXT NOT NULL DEFAULT '';
