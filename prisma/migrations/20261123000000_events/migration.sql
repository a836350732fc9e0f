-- One timeline of each resource, in the place of its changes alone.
ALTER TABLE "resource_changes" RENAME TO "timeline";
ALTER TABLE "timeline" RENAME CONSTRAINT "resource_changes_pkey" TO "timeline_pkey";
ALTER INDEX "resource_changes_tenant_id_arn_id_idx" RENAME TO "timeline_tenant_id_arn_id_idx";
ALTER TABLE "timeline" RENAME COLUMN "kind" TO "what";
ALTER TABLE "timeline" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'drift';
ALTER TABLE "timeline" ALTER COLUMN "kind" DROP DEFAULT;
ALTER TABLE "timeline" ADD COLUMN "patch" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "timeline" ADD COLUMN "details" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "timeline" ADD COLUMN "who" JSONB;
ALTER TABLE "timeline" ADD COLUMN "correlation_id" TEXT;
-- paths of before become JSON Pointers, as near as they tell: a name with a dot in it was not to be told from two
UPDATE "timeline" SET "patch" = (
  SELECT jsonb_agg(jsonb_build_object(
           'op', CASE WHEN c -> 'before' = 'null' THEN 'add' WHEN c -> 'after' = 'null' THEN 'remove' ELSE 'replace' END,
           'path', '/' || replace(replace(replace(c ->> 'path', '~', '~0'), '/', '~1'), '.', '/'),
           'value', c -> 'after', 'before', c -> 'before') ORDER BY n)
    FROM jsonb_array_elements("changes") WITH ORDINALITY AS e(c, n))
 WHERE jsonb_array_length("changes") > 0;
ALTER TABLE "timeline" DROP COLUMN "changes";
CREATE INDEX "timeline_tenant_id_kind_at_idx" ON "timeline"("tenant_id", "kind", "at");

-- When the read of a configuration began: a slower reader never overwrites a younger one.
ALTER TABLE "resources" ADD COLUMN "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now();
UPDATE "resources" SET "read_at" = "last_seen_at";

-- Each event's own id, once: a unique index of a partitioned table must hold its key, so it cannot say that.
CREATE TABLE "event_ids" (
    "tenant_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_ids_pkey" PRIMARY KEY ("tenant_id", "event_id")
);
CREATE INDEX "event_ids_tenant_id_id_idx" ON "event_ids"("tenant_id", "id");
CREATE INDEX "event_ids_received_at_idx" ON "event_ids"("received_at");

CREATE TABLE "events" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "event_id" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "event_source" TEXT NOT NULL,
    "event_name" TEXT NOT NULL,
    "event_time" TIMESTAMPTZ(3) NOT NULL,
    "account_id" TEXT,
    "region" TEXT,
    "disposition" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "rule" TEXT,
    "resources" JSONB NOT NULL DEFAULT '[]',
    "outcomes" JSONB NOT NULL DEFAULT '{}',
    "who" JSONB,
    "is_own" BOOLEAN NOT NULL DEFAULT false,
    "correlation_id" TEXT NOT NULL,
    -- json: kept as it came, never searched
    "envelope" JSON NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "events_pkey" PRIMARY KEY ("received_at", "id")
) PARTITION BY RANGE ("received_at");
CREATE INDEX "events_tenant_id_id_idx" ON "events"("tenant_id", "id");
CREATE INDEX "events_tenant_id_event_time_idx" ON "events"("tenant_id", "event_time", "id");
CREATE INDEX "events_failed_idx" ON "events"("settled_at", "tenant_id") WHERE "disposition" = 'failed';
CREATE INDEX "events_resources_idx" ON "events" USING gin ("resources" jsonb_path_ops);

-- Months lie in a schema of their own: nobody is granted anything there, so the parent's policies hold for all of them.
CREATE SCHEMA "event_months";
CREATE FUNCTION event_month(month DATE) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first DATE := date_trunc('month', month);
  name TEXT := 'events_' || to_char(first, 'YYYY_MM');
BEGIN
  IF to_regclass('event_months.' || name) IS NULL THEN
    EXECUTE format('CREATE TABLE event_months.%I PARTITION OF public.events FOR VALUES FROM (%L) TO (%L)',
                   name, first::timestamp AT TIME ZONE 'UTC',
                   (first + interval '1 month')::timestamp AT TIME ZONE 'UTC');
  END IF;
END $$;
-- what no month takes, by a clock that was set wrong, is not lost
CREATE TABLE event_months.events_other PARTITION OF "events" DEFAULT;
SELECT event_month((now() AT TIME ZONE 'UTC')::date),
       event_month(((now() AT TIME ZONE 'UTC') + interval '1 month')::date);

CREATE TABLE "refreshes" (
    "tenant_id" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "claim" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "refreshes_pkey" PRIMARY KEY ("tenant_id", "arn")
);
CREATE INDEX "refreshes_due_at_idx" ON "refreshes"("due_at");

CREATE TABLE "refresh_events" (
    "tenant_id" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "event_time" TIMESTAMPTZ(3) NOT NULL,
    -- created | changed | deleted; related: it did not change itself
    "change" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "refresh_events_pkey" PRIMARY KEY ("tenant_id", "arn", "id")
);
CREATE INDEX "refresh_events_tenant_id_id_idx" ON "refresh_events"("tenant_id", "id");

CREATE TABLE "event_counts" (
    "tenant_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "slot" SMALLINT NOT NULL,
    "received" BIGINT NOT NULL DEFAULT 0,
    "duplicate" BIGINT NOT NULL DEFAULT 0,
    "refused" BIGINT NOT NULL DEFAULT 0,
    "poison" BIGINT NOT NULL DEFAULT 0,
    "last_received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    -- the newest event's own time
    "last_event_time" TIMESTAMPTZ(3),

    CONSTRAINT "event_counts_pkey" PRIMARY KEY ("tenant_id", "account_id", "day", "slot")
);

-- Of no tenant: nobody can tell whose they are.
CREATE TABLE "poison_messages" (
    "id" TEXT NOT NULL,
    "queue_url" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "receive_count" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'received',
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "poison_messages_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "poison_messages_queue_url_message_id_key" ON "poison_messages"("queue_url", "message_id");

CREATE TABLE "event_rules" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "pattern" JSONB NOT NULL,
    "action" JSONB NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "default_key" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_by_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "event_rules_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "event_rules_tenant_id_default_key_key" ON "event_rules"("tenant_id", "default_key");
CREATE UNIQUE INDEX "event_rules_tenant_id_name_key" ON "event_rules"("tenant_id", "name");

CREATE TABLE "event_rule_runs" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "result" JSONB,
    "error" TEXT,
    "correlation_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_rule_runs_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "event_rule_runs_rule_id_source_id_key" ON "event_rule_runs"("rule_id", "source_id");
CREATE INDEX "event_rule_runs_tenant_id_rule_id_id_idx" ON "event_rule_runs"("tenant_id", "rule_id", "id");
CREATE INDEX "event_rule_runs_created_at_idx" ON "event_rule_runs"("created_at");

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['event_ids', 'events', 'refreshes', 'refresh_events', 'event_counts', 'event_rules',
                              'event_rule_runs']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
         WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shepherd_app', name);
  END LOOP;
END $$;
