-- What a tenant has said about the approval of patches; without a row the defaults hold.
CREATE TABLE "patch_policies" (
    "tenant_id" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_by_key" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "patch_policies_pkey" PRIMARY KEY ("tenant_id")
);

-- Patches that an execution has approved, or has asked people for. kind: critical | standard. by: policy | people.
CREATE TABLE "patch_approvals" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    -- pending | approved | rejected | expired | abandoned
    "status" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "vulnerability_count" INTEGER NOT NULL,
    "patch_count" INTEGER NOT NULL,
    "instance_count" INTEGER NOT NULL,
    "patches" JSONB NOT NULL,
    "decided_by" TEXT[] NOT NULL DEFAULT '{}',
    "approval_id" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    -- when its fact was written: once
    "published_at" TIMESTAMPTZ(3),
    -- the executions that install it; null: none was to be started, or not yet
    "installations" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "patch_approvals_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "patch_approvals_tenant_id_execution_id_kind_by_key"
  ON "patch_approvals"("tenant_id", "execution_id", "kind", "by");
CREATE INDEX "patch_approvals_tenant_id_status_id_idx" ON "patch_approvals"("tenant_id", "status", "id");

-- An event names a scan by its correlation id alone.
CREATE INDEX "scans_correlation_id_idx" ON "scans"("correlation_id");

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['patch_policies', 'patch_approvals']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
         WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shepherd_app', name);
  END LOOP;
END $$;
