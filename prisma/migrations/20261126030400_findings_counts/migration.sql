-- Every first page of findings counts all that its filters let through: from the index alone, without the rows' evidence.
CREATE INDEX CONCURRENTLY "findings_counts_idx" ON "findings"("tenant_id", "status", "severity")
  INCLUDE ("resource_type", "account_id", "region", "control_id", "estimated_monthly_savings_usd");
