-- What may be changed in which account; none until somebody says so. account_id '*': what holds for all of them.
CREATE TABLE "guardrails" (
    "tenant_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "saved_by" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "guardrails_pkey" PRIMARY KEY ("tenant_id", "account_id")
);

CREATE TABLE "kill_switches" (
    "tenant_id" TEXT NOT NULL,
    "engaged" BOOLEAN NOT NULL,
    "reason" TEXT,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "kill_switches_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "remediations" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "finding_ids" TEXT[] NOT NULL,
    "dry_run" BOOLEAN NOT NULL,
    "approval_required" BOOLEAN NOT NULL,
    "restore_on_failure" BOOLEAN NOT NULL,
    "notification_targets" TEXT[] NOT NULL,
    -- how often it was planned: an approval is of one plan
    "plan_version" INTEGER NOT NULL DEFAULT 0,
    "approval" JSONB,
    "requested_by" TEXT NOT NULL,
    "requested_by_key" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "reason" TEXT,
    "rollback" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "remediations_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "remediations_tenant_id_execution_id_key" ON "remediations"("tenant_id", "execution_id");
CREATE INDEX "remediations_tenant_id_status_id_idx" ON "remediations"("tenant_id", "status", "id");

-- One fix of one resource, with how it was before. owner_kind: remediation | incident.
CREATE TABLE "changes" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "owner_kind" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "fix_id" TEXT NOT NULL,
    "finding_id" TEXT,
    "control_id" TEXT,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "resource_arn" TEXT NOT NULL,
    "resource_type" TEXT NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "status" TEXT NOT NULL,
    "plan_version" INTEGER NOT NULL DEFAULT 1,
    "plan" JSONB NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "verdict" JSONB,
    "reason" TEXT,
    -- who runs it; a slower one before has another number
    "claim" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "started_at" TIMESTAMPTZ(3),
    "applied_at" TIMESTAMPTZ(3),
    "restored_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "changes_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "changes_owner_kind_owner_id_seq_key" ON "changes"("owner_kind", "owner_id", "seq");
CREATE INDEX "changes_tenant_id_account_id_started_at_idx" ON "changes"("tenant_id", "account_id", "started_at");
CREATE INDEX "changes_tenant_id_resource_arn_idx" ON "changes"("tenant_id", "resource_arn");
-- Two changes of one resource at once would each take the other's work for its own before.
CREATE UNIQUE INDEX "changes_under_way_key" ON "changes"("tenant_id", "resource_arn")
  WHERE "status" IN ('applying', 'applied', 'restoring', 'stopped');

CREATE TABLE "change_calls" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "change_id" TEXT NOT NULL,
    -- apply | restore
    "phase" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "service" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    -- started | done | failed
    "status" TEXT NOT NULL,
    "result" JSONB,
    "error" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "change_calls_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "change_calls_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "changes"("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "change_calls_change_id_phase_seq_key" ON "change_calls"("change_id", "phase", "seq");

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['guardrails', 'kill_switches', 'remediations', 'changes', 'change_calls']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
         WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shepherd_app', name);
  END LOOP;
END $$;
