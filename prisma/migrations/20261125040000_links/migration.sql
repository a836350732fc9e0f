-- Links that one named person gets by mail to decide something; the address is signed, and nothing secret is kept.
CREATE TABLE "links" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    -- approval | incident | finding …
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "actions" TEXT[] NOT NULL,
    -- the owner of the keys in whose name it acts
    "person" TEXT NOT NULL,
    -- where it was sent
    "email" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "links_pkey" PRIMARY KEY ("id")
);
-- a person has one link for a thing, however often it is asked for
CREATE UNIQUE INDEX "links_tenant_id_kind_subject_id_person_key" ON "links"("tenant_id", "kind", "subject_id", "person");
CREATE INDEX "links_expires_at_idx" ON "links"("expires_at");

ALTER TABLE "links" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "links"
  USING (tenant_id = (SELECT current_setting('app.tenant_id', true)))
  WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id', true)));
GRANT SELECT, INSERT, UPDATE, DELETE ON "links" TO shepherd_app;

-- Channels that are told of the scan's end. null: no schedule asked for it; []: those that the rules say.
ALTER TABLE "scans" ADD COLUMN "notify_channels" JSONB,
  -- scores of the frameworks when its first assessment began, over its accounts
  ADD COLUMN "scores_before" JSONB;
