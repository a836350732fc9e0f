-- The one clock of all SQL: real time, run `app.clock_speed` times as fast since `app.clock_origin`, plus
-- `app.clock_offset` (an interval). Tests set them on their database; elsewhere they are not set.
CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT date_trunc('milliseconds',
    CASE WHEN coalesce(current_setting('app.clock_speed', true), '') = '' THEN statement_timestamp()
         ELSE current_setting('app.clock_origin')::timestamptz
              + (statement_timestamp() - current_setting('app.clock_origin')::timestamptz)
                * current_setting('app.clock_speed')::float8
    END + coalesce(nullif(current_setting('app.clock_offset', true), ''), '0')::interval)
$$;

-- CreateTable
CREATE TABLE "schedules" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "schedule_type" TEXT NOT NULL,
    "expression" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "anchor" TIMESTAMPTZ(3) NOT NULL,
    "start_date" TIMESTAMPTZ(3),
    "end_date" TIMESTAMPTZ(3),
    "enabled" BOOLEAN NOT NULL,
    "disabled_reason" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "paused_by" TEXT,
    "paused_reason" TEXT,
    "description" TEXT,
    "target" JSONB NOT NULL,
    "parameters" JSONB NOT NULL,
    "flexible_window_minutes" INTEGER NOT NULL,
    "jitter_seconds" INTEGER NOT NULL,
    "overlap_policy" TEXT NOT NULL,
    "misfire_policy" TEXT NOT NULL,
    "misfire_limit" INTEGER NOT NULL,
    "catch_up_window_seconds" INTEGER NOT NULL,
    "max_attempts" INTEGER NOT NULL,
    "max_retry_age_seconds" INTEGER NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "action_after_completion" TEXT NOT NULL,
    "channels" JSONB NOT NULL DEFAULT '[]',
    "client_token" TEXT,
    "request_hash" TEXT,
    "default_key" TEXT,
    "next_run_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "engine_version" INTEGER,
    "engine_error" TEXT,
    "engine_synced_at" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_by_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "schedules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "schedule_runs" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "schedule_id" TEXT NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "cause" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "reason" TEXT,
    "error" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "waits_for" TEXT,
    "replaces" JSONB NOT NULL DEFAULT '[]',
    "execution_type" TEXT,
    "execution_id" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_by_key" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "schedule_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "target_circuits" (
    "tenant_id" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "open_until" TIMESTAMPTZ(3),
    "last_error" TEXT NOT NULL,

    CONSTRAINT "target_circuits_pkey" PRIMARY KEY ("tenant_id","target")
);

-- CreateIndex
CREATE UNIQUE INDEX "schedules_tenant_id_id_key" ON "schedules"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "schedules_tenant_id_schedule_type_id_idx" ON "schedules"("tenant_id", "schedule_type", "id");

-- CreateIndex
CREATE UNIQUE INDEX "schedules_tenant_id_client_token_key" ON "schedules"("tenant_id", "client_token");

-- CreateIndex
CREATE UNIQUE INDEX "schedules_tenant_id_default_key_key" ON "schedules"("tenant_id", "default_key");

-- One run per schedule and planned time, whoever plans it.
CREATE UNIQUE INDEX "schedule_runs_schedule_id_planned_at_key" ON "schedule_runs"("schedule_id", "planned_at");

-- AddForeignKey
ALTER TABLE "schedule_runs" ADD CONSTRAINT "schedule_runs_tenant_id_schedule_id_fkey" FOREIGN KEY ("tenant_id", "schedule_id") REFERENCES "schedules"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is due, and nothing else: schedules that are switched off have no next time.
CREATE INDEX "schedules_due_idx" ON "schedules"("next_run_at") WHERE next_run_at IS NOT NULL;
CREATE INDEX "schedules_unsynced_idx" ON "schedules"("id") WHERE engine_version IS DISTINCT FROM version;
CREATE INDEX "schedule_runs_due_idx" ON "schedule_runs"("next_attempt_at") WHERE status = 'queued';
CREATE INDEX "schedule_runs_leased_idx" ON "schedule_runs"("lease_until") WHERE status = 'running' AND lease_until IS NOT NULL;
CREATE INDEX "schedule_runs_open_idx" ON "schedule_runs"("schedule_id") WHERE status IN ('queued', 'running');
CREATE INDEX "schedule_runs_execution_idx" ON "schedule_runs"("tenant_id", "execution_id")
  WHERE status = 'running' AND execution_id IS NOT NULL;
CREATE INDEX "schedule_runs_waiting_idx" ON "schedule_runs"("waits_for") WHERE waits_for IS NOT NULL;
CREATE INDEX "schedule_runs_ended_idx" ON "schedule_runs"("ended_at") WHERE ended_at IS NOT NULL;

-- The same request made twice (a run that is tried again after a crash) is one scan.
ALTER TABLE "scans" ADD COLUMN "request_key" TEXT;
CREATE UNIQUE INDEX "scans_tenant_id_request_key_key" ON "scans"("tenant_id", "request_key");

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['schedules', 'schedule_runs', 'target_circuits']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
         WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shepherd_app', name);
  END LOOP;
END $$;
