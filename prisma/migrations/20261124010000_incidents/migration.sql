-- What has to be responded to, and how that goes. status: open | acknowledged | contained | released | closed.
CREATE TABLE "incidents" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "incident_type" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "severity" TEXT NOT NULL,
    -- immediate | urgent | standard
    "response" TEXT NOT NULL,
    -- why it has this severity, a sentence each
    "reasons" TEXT[] NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "resource_arns" TEXT[] NOT NULL,
    "finding_ids" TEXT[] NOT NULL,
    "auto_remediate" BOOLEAN NOT NULL,
    "notification_targets" TEXT[] NOT NULL,
    -- the execution that opened it
    "execution_id" TEXT NOT NULL,
    -- of its type and what it is about; null: nothing says that another is the same
    "dedupe_key" TEXT,
    "acknowledge_within_minutes" INTEGER NOT NULL,
    "acknowledge_by" TIMESTAMPTZ(3) NOT NULL,
    "escalation_level" INTEGER NOT NULL DEFAULT 0,
    -- how often containing it was planned
    "plan_version" INTEGER NOT NULL DEFAULT 0,
    -- containing | releasing, and by whom, while that is under way
    "under_way" JSONB,
    "requested_by" TEXT NOT NULL,
    "requested_by_key" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "acknowledged_by" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),
    "contained_by" TEXT,
    "contained_at" TIMESTAMPTZ(3),
    "released_by" TEXT,
    "released_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "report" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "incidents_pkey" PRIMARY KEY ("id")
);
-- A second one about the same while one is not closed joins it.
CREATE UNIQUE INDEX "incidents_dedupe_key" ON "incidents"("tenant_id", "dedupe_key") WHERE "status" <> 'closed';
CREATE INDEX "incidents_tenant_id_status_id_idx" ON "incidents"("tenant_id", "status", "id");
CREATE INDEX "incidents_resource_arns_idx" ON "incidents" USING GIN ("resource_arns");

-- Which incident an execution responds to: one, however often its tasks are repeated.
CREATE TABLE "incident_executions" (
    "execution_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    -- the incident was there already
    "joined" BOOLEAN NOT NULL,
    -- it responds: it opened the incident, or knew it to be worse
    "responds" BOOLEAN NOT NULL,
    -- the task that waits for somebody to acknowledge
    "waiting_task_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "incident_executions_pkey" PRIMARY KEY ("execution_id"),
    CONSTRAINT "incident_executions_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE
);
CREATE INDEX "incident_executions_incident_id_idx" ON "incident_executions"("incident_id");

-- The timeline of an incident. key: what is noted once, however often it is tried.
CREATE TABLE "incident_entries" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "what" TEXT NOT NULL,
    "who" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "key" TEXT NOT NULL,

    CONSTRAINT "incident_entries_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "incident_entries_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "incident_entries_incident_id_key_key" ON "incident_entries"("incident_id", "key");

-- How things were before anybody contained them. kind: configuration | timeline | findings | volume_snapshot.
CREATE TABLE "incident_evidence" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "resource_arn" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    -- of a snapshot: the volume's id
    "part" TEXT NOT NULL DEFAULT '',
    -- taking | taken | missing
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "content" JSONB,
    -- SHA-256 of the content
    "hash" TEXT,
    "snapshot_id" TEXT,
    "taken_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "incident_evidence_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "incident_evidence_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "incident_evidence_incident_id_resource_arn_kind_part_key"
  ON "incident_evidence"("incident_id", "resource_arn", "kind", "part");

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['incidents', 'incident_executions', 'incident_entries', 'incident_evidence']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
         WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shepherd_app', name);
  END LOOP;
END $$;
