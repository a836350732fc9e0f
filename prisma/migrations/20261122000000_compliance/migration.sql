-- How each type was read last in an account and region: what could not be listed is no evidence, not an absence.
CREATE TABLE "type_readings" (
    "tenant_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    -- when it was last read to its end
    "complete_at" TIMESTAMPTZ(3),
    -- why the last reading failed; null: it did not
    "missing" JSONB,
    "scan_id" TEXT NOT NULL,

    CONSTRAINT "type_readings_pkey" PRIMARY KEY ("tenant_id", "account_id", "region", "type")
);

-- How many resources each control passes, fails …, as of the last assessment of the account.
CREATE TABLE "control_tallies" (
    "tenant_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "pass" INTEGER NOT NULL,
    "fail" INTEGER NOT NULL,
    "no_evidence" INTEGER NOT NULL,
    "manual" INTEGER NOT NULL,
    "not_applicable" INTEGER NOT NULL,
    "muted" INTEGER NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "control_tallies_pkey" PRIMARY KEY ("tenant_id", "account_id", "control_id")
);

-- Scores over time: a row for each assessment, account and framework.
CREATE TABLE "scores" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "framework_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "score" DECIMAL(4,1),
    "coverage" DECIMAL(4,1),
    "counts" JSONB NOT NULL,
    -- {requirement id: [score, coverage]}
    "requirements" JSONB NOT NULL,
    "scan_id" TEXT,

    CONSTRAINT "scores_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "scores_tenant_id_framework_id_account_id_at_idx"
  ON "scores"("tenant_id", "framework_id", "account_id", "at");
CREATE INDEX "scores_at_idx" ON "scores"("at");

-- Rules by which findings are muted. A finding names the rule that mutes it.
CREATE TABLE "mutes" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    -- [{controlId?, accountId?, region?, resourceArn?, tag?}]: and within one, or between them
    "rules" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_by_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "mutes_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "mutes_tenant_id_id_idx" ON "mutes"("tenant_id", "id");
ALTER TABLE "findings" ADD COLUMN "mute_id" TEXT;
CREATE INDEX "findings_tenant_id_mute_id_idx" ON "findings"("tenant_id", "mute_id") WHERE "mute_id" IS NOT NULL;
CREATE INDEX "findings_tenant_id_control_id_status_idx" ON "findings"("tenant_id", "control_id", "status");

-- What a tenant decides by a rule of its own.
CREATE TABLE "custom_controls" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "resource_type" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "risk" TEXT NOT NULL,
    "remediation" JSONB NOT NULL,
    -- JSONata over the configuration
    "expression" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    -- the expression whose dry run was seen before it was enabled
    "tried_expression" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "saved_by" TEXT NOT NULL,
    "saved_by_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "custom_controls_pkey" PRIMARY KEY ("tenant_id", "id")
);

CREATE TABLE "custom_frameworks" (
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "requirements" JSONB NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_by_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "custom_frameworks_pkey" PRIMARY KEY ("tenant_id", "id")
);

-- What a scan of imported findings or vulnerabilities has come to.
ALTER TABLE "scans" ADD COLUMN "result" JSONB;

-- Findings of Security Hub and AWS Config, beside our own.
CREATE TABLE "imported_findings" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    -- securityhub | config
    "provider" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "resource_arn" TEXT,
    "resource_type" TEXT,
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    -- the provider's own id of the control (S3.8, a Config rule's name)
    "external_control" TEXT,
    -- our control that decides the same, and our finding that says the same
    "control_id" TEXT,
    "duplicate_of" TEXT,
    "frameworks" JSONB NOT NULL DEFAULT '[]',
    "details" JSONB NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "scan_id" TEXT NOT NULL,

    CONSTRAINT "imported_findings_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "imported_findings_tenant_id_provider_external_id_key"
  ON "imported_findings"("tenant_id", "provider", "external_id");
CREATE INDEX "imported_findings_tenant_id_account_id_status_idx"
  ON "imported_findings"("tenant_id", "account_id", "status");

-- One row for each vulnerability of a resource, with the patch that closes it.
CREATE TABLE "vulnerabilities" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    -- the finding's ARN at Inspector, or made of instance and patch
    "external_id" TEXT NOT NULL,
    -- inspector | ssm
    "provider" TEXT NOT NULL,
    "vulnerability_id" TEXT NOT NULL,
    "resource_arn" TEXT NOT NULL,
    "resource_type" TEXT NOT NULL,
    "instance_id" TEXT,
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "score" DECIMAL(3,1),
    "status" TEXT NOT NULL,
    "exploit_available" BOOLEAN,
    "fix_available" TEXT,
    "packages" JSONB NOT NULL DEFAULT '[]',
    -- [{patchId, title, classification, severity, state}]
    "patches" JSONB NOT NULL DEFAULT '[]',
    "patchable" BOOLEAN NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "scan_id" TEXT NOT NULL,

    CONSTRAINT "vulnerabilities_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "vulnerabilities_tenant_id_external_id_key" ON "vulnerabilities"("tenant_id", "external_id");
CREATE INDEX "vulnerabilities_tenant_id_status_severity_idx" ON "vulnerabilities"("tenant_id", "status", "severity");

-- How the findings of an account and region were exported to Security Hub last.
CREATE TABLE "finding_exports" (
    "tenant_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "attempted_at" TIMESTAMPTZ(3) NOT NULL,
    -- null: not once to the end
    "last_exported_at" TIMESTAMPTZ(3),
    -- of the last attempt
    "sent" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    -- the first of those that Security Hub refused: [{findingId, code, message}]
    "failures" JSONB NOT NULL DEFAULT '[]',
    -- why the last attempt did not come to its end: {reason, code, message}
    "error" JSONB,

    CONSTRAINT "finding_exports_pkey" PRIMARY KEY ("tenant_id", "account_id", "region")
);

-- What Security Hub has of a finding: a hash of what was sent last, and when.
CREATE TABLE "exported_findings" (
    "tenant_id" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "exported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "exported_findings_pkey" PRIMARY KEY ("tenant_id", "finding_id")
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['type_readings', 'control_tallies', 'scores', 'mutes', 'custom_controls',
                              'custom_frameworks', 'imported_findings', 'vulnerabilities',
                              'finding_exports', 'exported_findings']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
         WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shepherd_app', name);
  END LOOP;
END $$;
