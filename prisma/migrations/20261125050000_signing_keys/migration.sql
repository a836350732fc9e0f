-- The key by which a tenant's audit packs are signed: made once, and never changed.
CREATE TABLE "signing_keys" (
    "tenant_id" TEXT NOT NULL,
    -- SHA-256 of the public key (DER, SubjectPublicKeyInfo), in hex
    "key_id" TEXT NOT NULL,
    -- PEM
    "public_key" TEXT NOT NULL,
    -- PEM (PKCS #8), sealed
    "private_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("tenant_id")
);

ALTER TABLE "signing_keys" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "signing_keys"
  USING (tenant_id = (SELECT current_setting('app.tenant_id', true)))
  WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id', true)));
GRANT SELECT, INSERT ON "signing_keys" TO shepherd_app;

-- A pack reads the audit log from its beginning, in the order of time.
CREATE INDEX "audit_log_tenant_id_at_id_idx" ON "audit_log"("tenant_id", "at", "id");
