-- Which fields a write changed, one path a line; empty for records of before, whose hashes do not cover it.
ALTER TABLE audit ADD COLUMN changed text NOT NULL DEFAULT '';
