-- What retention deletes, without reading the whole inventory.
CREATE INDEX CONCURRENTLY "resources_deleted_at_idx" ON "resources"("deleted_at") WHERE "deleted_at" IS NOT NULL;
