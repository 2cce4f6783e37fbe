-- Why a confirmation was taken back; empty on confirmations, and on what older programs took back.
ALTER TABLE confirmations ADD COLUMN reason TEXT NOT NULL DEFAULT '';
