-- When a target failed last: a circuit of one that nothing calls any more is forgotten by it.
-- squawk-ignore adding-field-with-default -- app_now() is stable: PostgreSQL takes its value once and rewrites no row
ALTER TABLE "target_circuits" ADD COLUMN "failed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now();
