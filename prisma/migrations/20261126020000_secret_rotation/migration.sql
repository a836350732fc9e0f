-- Keys that sealed secrets before the one in use: what they have sealed is sealed anew, and links that they have
-- signed are good for as long as they are here.
CREATE TABLE "retired_secret_keys" (
    "check_value" TEXT NOT NULL,
    -- of a data key of KMS, as in secret_keys
    "wrapped_key" TEXT,
    "kms_key_arn" TEXT,
    "retired_at" TIMESTAMPTZ(3) NOT NULL DEFAULT app_now(),
    -- since when nothing is sealed with it any more; null: something is, or nobody has looked yet
    "emptied_at" TIMESTAMPTZ(3),

    CONSTRAINT "retired_secret_keys_pkey" PRIMARY KEY ("check_value")
);
ALTER TABLE "retired_secret_keys" ENABLE ROW LEVEL SECURITY;
