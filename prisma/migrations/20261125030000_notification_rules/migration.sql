-- What a tenant wants to be told of, whom, and when.
CREATE TABLE "notification_rules" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "enabled" BOOLEAN NOT NULL,
    -- the fact, and what it must be like
    "condition" JSONB NOT NULL,
    -- "all", or a list of ids of channels
    "channels" JSONB NOT NULL,
    -- "immediate", or {digest, at, timezone}
    "delivery" JSONB NOT NULL,
    "quiet_hours" JSONB,
    "repeat_after_minutes" INTEGER,
    "escalation" JSONB,
    -- one that every tenant has
    "default_key" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "saved_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    -- a default one stays, hidden: else it would be made again
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_rules_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "notification_rules_tenant_id_name_key" ON "notification_rules"("tenant_id", "name") WHERE "deleted_at" IS NULL;
CREATE UNIQUE INDEX "notification_rules_tenant_id_default_key_key" ON "notification_rules"("tenant_id", "default_key");
CREATE INDEX "notification_rules_tenant_id_id_idx" ON "notification_rules"("tenant_id", "id");

-- What a rule has told of one thing, where that matters later: it is not repeated too soon, it is told again where
-- nobody acts, and its end is told to those who know of it.
CREATE TABLE "notification_alerts" (
    "tenant_id" TEXT NOT NULL,
    -- of the rule; "direct": somebody was named; "window": how messages of one group are gathered;
    -- "ended": when a thing has ended, for what comes late
    "rule_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    -- what ends it has the same
    "thread_key" TEXT,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    -- when its last message goes out: later than now while repetitions are gathered
    "told_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    -- of recipients that have threads
    "recipients" JSONB NOT NULL DEFAULT '[]',
    -- for the escalation
    "message" JSONB,
    "escalate_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_alerts_pkey" PRIMARY KEY ("tenant_id", "rule_id", "key")
);
CREATE INDEX "notification_alerts_escalate_at_idx" ON "notification_alerts"("escalate_at") WHERE "closed_at" IS NULL AND "escalated_at" IS NULL;
CREATE INDEX "notification_alerts_tenant_id_thread_key_idx" ON "notification_alerts"("tenant_id", "thread_key");
CREATE INDEX "notification_alerts_last_at_idx" ON "notification_alerts"("last_at");

-- The message of a scan, for a workflow that asks for it to be told later; the last of a tenant is what
-- POST /api/notifications/send-alert sends.
CREATE TABLE "notification_scans" (
    "tenant_id" TEXT NOT NULL,
    "scan_id" TEXT NOT NULL,
    "message" JSONB NOT NULL,
    -- null: it was called off, and has found nothing worth telling
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "notification_scans_pkey" PRIMARY KEY ("tenant_id", "scan_id")
);
CREATE INDEX "notification_scans_created_at_idx" ON "notification_scans"("created_at");
CREATE INDEX "notification_scans_tenant_id_ended_at_idx" ON "notification_scans"("tenant_id", "ended_at");

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['notification_rules', 'notification_alerts', 'notification_scans']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
         WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shepherd_app', name);
  END LOOP;
END $$;
