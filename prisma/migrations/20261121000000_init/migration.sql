-- The one clock of all SQL: real time plus `app.clock_offset` (an interval), which tests set on their database.
CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT date_trunc('milliseconds',
    statement_timestamp() + coalesce(nullif(current_setting('app.clock_offset', true), ''), '0')::interval)
$$;

-- The role that requests run as: neither owner nor superuser, so that the policies below hold for it.
-- Roles belong to the cluster, so another database may have made it already, or be making it now.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shepherd_app') THEN
    CREATE ROLE shepherd_app NOLOGIN NOINHERIT;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
-- PostgreSQL 16 and newer give the creator of a role no right to switch to it unless it is granted.
DO $$
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT shepherd_app TO %I', current_user);
  END IF;
END $$;

-- CreateTable
CREATE TABLE "tenants" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "aws_accounts" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "partition" TEXT NOT NULL DEFAULT 'aws',
    "name" TEXT NOT NULL,
    "role_arn" TEXT,
    "external_id" TEXT,
    "ambient" BOOLEAN NOT NULL DEFAULT false,
    "regions" JSONB,
    "verification" JSONB,
    "verified_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "aws_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "actor" TEXT NOT NULL,
    "actor_key_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "correlation_id" TEXT NOT NULL,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "max_attempts" INTEGER NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "lease_until" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "correlation_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "dead_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "facts" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "facts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scans" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "scan_type" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "scope_key" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "scans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scan_units" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "scan_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "resources" INTEGER NOT NULL DEFAULT 0,
    "findings" INTEGER NOT NULL DEFAULT 0,
    "api_calls" INTEGER NOT NULL DEFAULT 0,
    "throttles" INTEGER NOT NULL DEFAULT 0,
    "errors" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "scan_units_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resources" (
    "tenant_id" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "configuration" JSONB NOT NULL,
    "no_evidence" JSONB NOT NULL DEFAULT '{}',
    "hash" TEXT NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "relations" JSONB NOT NULL DEFAULT '[]',
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "last_scan_id" TEXT,

    CONSTRAINT "resources_pkey" PRIMARY KEY ("tenant_id","arn")
);

-- CreateTable
CREATE TABLE "resource_changes" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "resource_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "findings" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "resource_arn" TEXT NOT NULL,
    "resource_type" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "risk" TEXT,
    "evidence" JSONB NOT NULL,
    "evidence_hash" TEXT NOT NULL,
    "estimated_monthly_savings_usd" DECIMAL(14,2),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "last_scan_id" TEXT,
    "suppressed_at" TIMESTAMPTZ(3),
    "suppressed_until" TIMESTAMPTZ(3),
    "suppressed_reason" TEXT,
    "suppressed_by" TEXT,

    CONSTRAINT "findings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding_transitions" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "from" TEXT,
    "to" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "source" TEXT NOT NULL,
    "actor" TEXT,

    CONSTRAINT "finding_transitions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_tenant_id_id_idx" ON "api_keys"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "aws_accounts_account_id_key" ON "aws_accounts"("account_id");

-- CreateIndex
CREATE INDEX "aws_accounts_tenant_id_id_idx" ON "aws_accounts"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "audit_log_tenant_id_id_idx" ON "audit_log"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "jobs_status_next_attempt_at_idx" ON "jobs"("status", "next_attempt_at");

-- CreateIndex
CREATE INDEX "jobs_tenant_id_status_idx" ON "jobs"("tenant_id", "status");

-- CreateIndex
CREATE INDEX "facts_created_at_idx" ON "facts"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "scans_tenant_id_id_key" ON "scans"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "scan_units_tenant_id_scan_id_idx" ON "scan_units"("tenant_id", "scan_id");

-- CreateIndex
CREATE UNIQUE INDEX "scan_units_scan_id_account_id_region_service_key" ON "scan_units"("scan_id", "account_id", "region", "service");

-- CreateIndex
CREATE INDEX "resources_tenant_id_account_id_type_region_idx" ON "resources"("tenant_id", "account_id", "type", "region");

-- CreateIndex
CREATE INDEX "resource_changes_tenant_id_arn_id_idx" ON "resource_changes"("tenant_id", "arn", "id");

-- CreateIndex
CREATE INDEX "findings_tenant_id_status_id_idx" ON "findings"("tenant_id", "status", "id");

-- CreateIndex
CREATE INDEX "findings_tenant_id_resource_arn_idx" ON "findings"("tenant_id", "resource_arn");

-- CreateIndex
CREATE UNIQUE INDEX "findings_tenant_id_account_id_region_resource_arn_control_i_key" ON "findings"("tenant_id", "account_id", "region", "resource_arn", "control_id");

-- CreateIndex
CREATE INDEX "finding_transitions_tenant_id_finding_id_id_idx" ON "finding_transitions"("tenant_id", "finding_id", "id");

-- AddForeignKey
ALTER TABLE "scan_units" ADD CONSTRAINT "scan_units_tenant_id_scan_id_fkey" FOREIGN KEY ("tenant_id", "scan_id") REFERENCES "scans"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One scan of equal scope at a time for a tenant.
CREATE UNIQUE INDEX "scans_running_scope_key" ON "scans"("tenant_id", "scope_key")
  WHERE status IN ('queued', 'running');

-- Row-level security: a request sees and writes the rows of its tenant and no others.
ALTER TABLE "tenants" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "tenants"
  USING (id = (SELECT current_setting('app.tenant_id', true)))
  WITH CHECK (id = (SELECT current_setting('app.tenant_id', true)));
GRANT SELECT, UPDATE ON "tenants" TO shepherd_app;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['api_keys', 'aws_accounts', 'audit_log', 'jobs', 'facts', 'scans', 'scan_units',
                              'resources', 'resource_changes', 'findings', 'finding_transitions']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
         WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shepherd_app', name);
  END LOOP;
END $$;

-- What was written to the audit log stays as it is.
REVOKE UPDATE, DELETE ON "audit_log" FROM shepherd_app;

INSERT INTO "tenants" ("id", "name") VALUES ('default', 'Default');
