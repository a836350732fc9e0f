-- Processes of the service. A dead one has lost its connection; one that hangs has it, and is not heard of. Of no
-- tenant, in real time: requests have no right to it.
CREATE TABLE "processes" (
    "id" TEXT NOT NULL,
    -- all | api | worker
    "role" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "backend_pid" INTEGER NOT NULL,
    "backend_start" TIMESTAMPTZ NOT NULL,
    -- how its event loop, jobs, pollers, disk and roles are
    "state" JSONB NOT NULL,

    CONSTRAINT "processes_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 50);

-- What somebody wants to have logged for a while, by all processes: one row, `all`.
CREATE TABLE "log_levels" (
    "id" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "log_levels_pkey" PRIMARY KEY ("id")
);
