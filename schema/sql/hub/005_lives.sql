-- Where a life of an office ended when another took over: entries up to here are still taken from it. NULL: it goes on.
ALTER TABLE node ADD COLUMN closed_at INTEGER;
