-- A look into the organization for accounts that are not registered yet. The last ones of a tenant are kept.
CREATE TABLE "account_discoveries" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    -- queued | running | completed | failed
    "status" TEXT NOT NULL DEFAULT 'queued',
    "dry_run" BOOLEAN NOT NULL,
    "external_id" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_by_key" TEXT NOT NULL,
    "organization_id" TEXT,
    -- how many the organization has; null until they are listed
    "accounts_total" INTEGER,
    -- { reason, message } of a failed one
    "error" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_discoveries_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "account_discoveries_tenant_id_id_idx" ON "account_discoveries"("tenant_id", "id");
-- One of a tenant at a time.
CREATE UNIQUE INDEX "account_discoveries_under_way_key" ON "account_discoveries"("tenant_id")
  WHERE "status" IN ('queued', 'running');

-- What a discovery found of one account. outcome: added | registered | other_tenant | not_active | left.
CREATE TABLE "discovered_accounts" (
    "discovery_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    -- verified | partly | failed; null: not tried
    "verification" TEXT,
    "message" TEXT,

    CONSTRAINT "discovered_accounts_pkey" PRIMARY KEY ("discovery_id", "account_id"),
    CONSTRAINT "discovered_accounts_discovery_id_fkey" FOREIGN KEY ("discovery_id")
      REFERENCES "account_discoveries"("id") ON DELETE CASCADE
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['account_discoveries', 'discovered_accounts']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
         WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shepherd_app', name);
  END LOOP;
END $$;
