-- A tenant's own workflow types; each save is a revision.
CREATE TABLE "workflow_definitions" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "workflow_type" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "required_parameters" JSONB NOT NULL,
    "optional_parameters" JSONB NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_by_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "workflow_definitions_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "workflow_definitions_tenant_id_workflow_type_revision_key"
  ON "workflow_definitions"("tenant_id", "workflow_type", "revision");

-- Definitions as executions were started with them, by their hash: a deploy changes none that is under way.
CREATE TABLE "workflow_programs" (
    "tenant_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    -- expressions of a tenant's own definition run in a sandbox
    "is_own" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "workflow_programs_pkey" PRIMARY KEY ("tenant_id", "hash")
);

-- Texts that hold JSON are written often, never searched, and may hold \u0000, which jsonb refuses.
CREATE TABLE "executions" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "state_machine" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "workflow_type" TEXT NOT NULL,
    "engine" TEXT NOT NULL,
    -- on Step Functions: the ARNs there
    "aws_arn" TEXT,
    "program_hash" TEXT,
    "status" TEXT NOT NULL,
    -- 1 high, 2 normal, 3 low
    "priority" SMALLINT NOT NULL,
    "input" TEXT NOT NULL,
    "output" TEXT,
    "error" TEXT,
    "cause" TEXT,
    -- what the interpreter goes on from; counted by version, so that a stale writer changes nothing
    "state" TEXT,
    "version" INTEGER NOT NULL,
    "redrive_count" INTEGER NOT NULL DEFAULT 0,
    "parent_id" TEXT,
    "parent_task_id" TEXT,
    "correlation_id" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_by_key" TEXT NOT NULL,
    -- as the caller claims
    "started_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "executions_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX "executions_tenant_id_state_machine_name_key" ON "executions"("tenant_id", "state_machine", "name");
CREATE UNIQUE INDEX "executions_aws_arn_key" ON "executions"("aws_arn");
CREATE INDEX "executions_tenant_id_created_at_id_idx" ON "executions"("tenant_id", "created_at", "id");
CREATE INDEX "executions_pending_idx" ON "executions"("tenant_id", "priority", "id") WHERE status = 'PENDING_START';
-- on Step Functions, and AWS has not been asked yet, or has not answered
CREATE INDEX "executions_unbegun_idx" ON "executions"("created_at") WHERE engine = 'aws' AND status = 'RUNNING' AND started_at IS NULL;
CREATE INDEX "executions_stopped_idx" ON "executions"("stopped_at") WHERE stopped_at IS NOT NULL;
CREATE INDEX "executions_parent_idx" ON "executions"("parent_id") WHERE parent_id IS NOT NULL;

-- One row for each advance, with the events that it added. No foreign keys here and below: one statement writes them
-- all, and retention deletes them together.
CREATE TABLE "execution_history" (
    "execution_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "first_event_id" INTEGER NOT NULL,
    "last_event_id" INTEGER NOT NULL,
    "events" TEXT NOT NULL,

    CONSTRAINT "execution_history_pkey" PRIMARY KEY ("execution_id", "version")
);

-- What is to be done: gone once its outcome is in the state.
CREATE TABLE "execution_tasks" (
    "execution_id" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "state_name" TEXT NOT NULL,
    "input" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "heartbeat_seconds" INTEGER,
    "timer_id" TEXT,
    "token_hash" TEXT,
    "priority" SMALLINT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    -- the worker that runs it; null: whoever comes
    "worker_id" TEXT,
    -- how many workers have died of it, as far as is known: one that kills each of them must end
    "takes" INTEGER NOT NULL,
    -- somebody else answers by its token or by the execution that it started
    "is_waiting" BOOLEAN NOT NULL DEFAULT false,
    "child_id" TEXT,
    -- the answer that came by its token
    "answer" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "execution_tasks_pkey" PRIMARY KEY ("execution_id", "task_id")
) WITH (fillfactor = 70);
CREATE INDEX "execution_tasks_ready_idx" ON "execution_tasks"("priority", "due_at") WHERE worker_id IS NULL AND NOT is_waiting;
CREATE INDEX "execution_tasks_worker_idx" ON "execution_tasks"("worker_id") WHERE worker_id IS NOT NULL;
CREATE UNIQUE INDEX "execution_tasks_token_idx" ON "execution_tasks"("token_hash") WHERE token_hash IS NOT NULL;
CREATE INDEX "execution_tasks_child_idx" ON "execution_tasks"("child_id") WHERE child_id IS NOT NULL;

CREATE TABLE "execution_timers" (
    "execution_id" TEXT NOT NULL,
    "timer_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    -- a worker is about to tell the execution
    "held_until" TIMESTAMPTZ(3),

    CONSTRAINT "execution_timers_pkey" PRIMARY KEY ("execution_id", "timer_id")
);
CREATE INDEX "execution_timers_due_idx" ON "execution_timers"("due_at");

-- Tasks of Step Functions, by their tokens: a message that comes twice finds what came of the first.
CREATE TABLE "workflow_task_results" (
    "token_hash" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    -- until AWS has the outcome: whoever answers later has only the hash
    "token" TEXT,
    -- null: the handler has not ended; waits: somebody answers later
    "outcome" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "workflow_task_results_pkey" PRIMARY KEY ("token_hash")
);
CREATE INDEX "workflow_task_results_created_at_idx" ON "workflow_task_results"("created_at");

-- How many executions run, by tenant and workflow type: counted with each start and end, for the limits.
CREATE TABLE "workflow_load" (
    "tenant_id" TEXT NOT NULL,
    "running" INTEGER NOT NULL DEFAULT 0,
    "by_type" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "workflow_load_pkey" PRIMARY KEY ("tenant_id")
) WITH (fillfactor = 50);

-- Processes that run tasks. A dead one has lost its connection, or has not been heard of. Of no tenant, in real time.
CREATE TABLE "workflow_workers" (
    "id" TEXT NOT NULL,
    "backend_pid" INTEGER NOT NULL,
    "backend_start" TIMESTAMPTZ NOT NULL,
    "beat_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "workflow_workers_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 50);

-- A question to people; the task that asked waits for the answer by its token.
CREATE TABLE "approvals" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "workflow_type" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    -- 1: approvers and admins decide; 2: admins
    "level" INTEGER NOT NULL,
    "quorum" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "default_decision" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_by_key" TEXT NOT NULL,
    -- as the definition claims; may not approve either
    "claimed_by" TEXT,
    "correlation_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "approvals_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "approvals_execution_id_task_id_key" ON "approvals"("execution_id", "task_id");
CREATE INDEX "approvals_tenant_id_status_id_idx" ON "approvals"("tenant_id", "status", "id");
CREATE INDEX "approvals_expires_idx" ON "approvals"("expires_at") WHERE status = 'pending';

CREATE TABLE "approval_decisions" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "comment" TEXT,
    "decided_by" TEXT NOT NULL,
    "decided_by_key" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "approval_decisions_pkey" PRIMARY KEY ("id")
);
-- Nobody decides twice.
CREATE UNIQUE INDEX "approval_decisions_approval_id_decided_by_key" ON "approval_decisions"("approval_id", "decided_by");
ALTER TABLE "approval_decisions" ADD CONSTRAINT "approval_decisions_approval_id_fkey"
  FOREIGN KEY ("approval_id") REFERENCES "approvals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who takes an equal scan that is under way instead of one of its own: it is not cancelled over their heads.
ALTER TABLE "scans" ADD COLUMN "joined_by" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
CREATE INDEX "scans_joined_by_idx" ON "scans" USING gin ("joined_by") WHERE "joined_by" <> '{}';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['workflow_definitions', 'workflow_programs', 'executions', 'execution_history',
    'execution_tasks', 'execution_timers', 'workflow_task_results', 'workflow_load', 'approvals', 'approval_decisions']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
         WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shepherd_app', name);
  END LOOP;
END $$;
