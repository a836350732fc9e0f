-- Patches on instances, batch by batch.
CREATE TABLE "patch_installations" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "approved_patches" JSONB NOT NULL,
    "options" JSONB NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_by_key" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "approval" JSONB,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "planned_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "patch_installations_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "patch_installations_tenant_id_execution_id_key"
  ON "patch_installations"("tenant_id", "execution_id");
CREATE INDEX "patch_installations_tenant_id_status_id_idx" ON "patch_installations"("tenant_id", "status", "id");

CREATE TABLE "patch_batches" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "installation_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "zone" TEXT,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    -- who works at it; a slower one before has another number
    "claim" INTEGER NOT NULL DEFAULT 0,
    -- how often people have asked to take it back
    "rollbacks" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "patch_batches_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "patch_batches_installation_id_fkey"
      FOREIGN KEY ("installation_id") REFERENCES "patch_installations"("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "patch_batches_installation_id_seq_key" ON "patch_batches"("installation_id", "seq");
CREATE INDEX "patch_batches_tenant_id_id_idx" ON "patch_batches"("tenant_id", "id");

-- One instance of an installation. Without a batch: it was refused.
CREATE TABLE "patch_instances" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "installation_id" TEXT NOT NULL,
    "batch_id" TEXT,
    "seq" INTEGER NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "instance_id" TEXT NOT NULL,
    "zone" TEXT,
    "groups" TEXT[] NOT NULL,
    "patches" JSONB NOT NULL,
    "facts" JSONB,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "notes" TEXT[] NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "restored" JSONB,
    "health" JSONB,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "patch_instances_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "patch_instances_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "patch_batches"("id") ON DELETE CASCADE,
    CONSTRAINT "patch_instances_installation_id_fkey"
      FOREIGN KEY ("installation_id") REFERENCES "patch_installations"("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "patch_instances_installation_id_account_id_region_instance_i_key"
  ON "patch_instances"("installation_id", "account_id", "region", "instance_id");
CREATE INDEX "patch_instances_batch_id_idx" ON "patch_instances"("batch_id");
CREATE INDEX "patch_instances_tenant_id_instance_id_idx" ON "patch_instances"("tenant_id", "instance_id");
-- Two who patch one instance at once would each take the other's work for its own before.
CREATE UNIQUE INDEX "patch_instances_under_way_key" ON "patch_instances"("tenant_id", "account_id", "region", "instance_id")
  WHERE "status" IN ('working', 'rolling_back');

-- Each call that changes something, recorded before it is made and after.
CREATE TABLE "patch_steps" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "patch_instance_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    -- started | done | failed
    "status" TEXT NOT NULL,
    "result" JSONB,
    "error" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "patch_steps_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "patch_steps_patch_instance_id_fkey"
      FOREIGN KEY ("patch_instance_id") REFERENCES "patch_instances"("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "patch_steps_patch_instance_id_name_key" ON "patch_steps"("patch_instance_id", "name");

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['patch_installations', 'patch_batches', 'patch_instances', 'patch_steps']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
         WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shepherd_app', name);
  END LOOP;
END $$;
