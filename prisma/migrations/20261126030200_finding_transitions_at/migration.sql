-- As of the timeline.
CREATE INDEX CONCURRENTLY "finding_transitions_at_idx" ON "finding_transitions" USING brin ("at");
