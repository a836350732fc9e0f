-- Reports and packs that people download. kind: scan | assessment | audit-pack; status: writing | ready.
CREATE TABLE "reports" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'writing',
    "title" TEXT NOT NULL,
    -- what it is about: a scan, a framework, a kind of audit
    "subject" TEXT NOT NULL,
    "execution_id" TEXT,
    "created_by" TEXT NOT NULL,
    -- of each file: format, contentType, key in the storage, bytes and sha256 (null while it is written)
    "files" JSONB NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    -- nobody sees it any more; the row goes when its files are gone
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "reports_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "reports_tenant_id_id_idx" ON "reports"("tenant_id", "id");
CREATE INDEX "reports_created_at_idx" ON "reports"("created_at");

ALTER TABLE "reports" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "reports"
  USING (tenant_id = (SELECT current_setting('app.tenant_id', true)))
  WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id', true)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "reports" TO shepherd_app;
