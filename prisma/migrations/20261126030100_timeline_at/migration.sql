-- Rows come in the order of their time: a few bytes for each hundred pages tell retention where old ones lie.
CREATE INDEX CONCURRENTLY "timeline_at_idx" ON "timeline" USING brin ("at");
