-- The key that secrets are sealed with, as far as the database may know it: one row, of no tenant.
CREATE TABLE "secret_keys" (
    "id" TEXT NOT NULL,
    -- made of the key, so that a process with another one is told apart; nothing of the key follows from it
    "check_value" TEXT NOT NULL,
    -- of a data key of KMS: the key as KMS wrapped it, and who did
    "wrapped_key" TEXT,
    "kms_key_arn" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "secret_keys_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "secret_keys" ENABLE ROW LEVEL SECURITY;

-- Where people are told. type: slack | email | sns | webhook | eventbridge.
CREATE TABLE "notification_channels" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    -- where it leads, without what is secret of it
    "config" JSONB NOT NULL,
    -- sealed; null: it has none, or the environment has it
    "secret" TEXT,
    -- the last characters of it
    "secret_hint" TEXT,
    "enabled" BOOLEAN NOT NULL,
    -- of a channel of the environment: which
    "environment_key" TEXT,
    -- since when nothing is sent, because nothing would arrive
    "paused_at" TIMESTAMPTZ(3),
    "paused_reason" TEXT,
    "created_by" TEXT NOT NULL,
    "saved_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "notification_channels_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "notification_channels_tenant_id_name_key" ON "notification_channels"("tenant_id", lower("name"));
CREATE UNIQUE INDEX "notification_channels_tenant_id_environment_key_key"
  ON "notification_channels"("tenant_id", "environment_key");

-- The first message of each thread, where the receiver has threads.
CREATE TABLE "notification_threads" (
    "tenant_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "thread_key" TEXT NOT NULL,
    -- where it was written, and what the receiver calls it
    "place" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    -- as it was written: it is written again with a status
    "root" JSONB NOT NULL,
    -- the delivery that came last, and how many have replied
    "last_delivery_id" TEXT NOT NULL,
    "replies" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "notification_threads_pkey" PRIMARY KEY ("channel_id", "thread_key"),
    CONSTRAINT "notification_threads_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "notification_channels"("id") ON DELETE CASCADE
);
CREATE INDEX "notification_threads_tenant_id_updated_at_idx" ON "notification_threads"("tenant_id", "updated_at");

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['notification_channels', 'notification_threads']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))
         WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shepherd_app', name);
  END LOOP;
END $$;
