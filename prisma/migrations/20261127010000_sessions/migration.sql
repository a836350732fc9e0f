-- Browsers that were let in by a key, and links that let one in once. What is kept lets nobody in: hashes alone.
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    -- the key's; of the platform key, the one where it acts when none is named
    "tenant_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    -- SHA-256 of the key: a session is good for as long as its key is
    "key_hash" TEXT NOT NULL,
    -- SHA-256 of what the browser keeps, before the start of what the link holds
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    -- null: a link that nobody has used yet
    "started_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions"("token_hash");
CREATE INDEX "sessions_tenant_id_key_id_id_idx" ON "sessions"("tenant_id", "key_id", "id");
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

ALTER TABLE "sessions" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "sessions"
  USING (tenant_id = (SELECT current_setting('app.tenant_id', true)))
  WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id', true)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "sessions" TO shepherd_app;
