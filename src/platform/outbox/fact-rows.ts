/** The rows of a fact and of its deliveries, for a statement that writes them beside what they tell. */
export interface FactRows {
  facts: Record<string, unknown>[];
  jobs: Record<string, unknown>[];
  wake: () => void;
}

/**
 * Writes `facts` of FactRows, each with an `owner_id`.
 * @param parameter of the JSON array; @param join says which of them hold, by f.owner_id
 */
export const INSERT_FACTS = (parameter: string, join: string): string => `
  INSERT INTO facts (id, tenant_id, name, key, payload, correlation_id)
  SELECT f.id, f."tenantId", f.name, f.key, f.payload, f."correlationId"
    FROM jsonb_to_recordset(${parameter}::jsonb) AS f(
      id text, "tenantId" text, name text, key text, payload jsonb, "correlationId" text, owner_id text) ${join}`;

/** Writes `jobs` of FactRows, as INSERT_FACTS does, by j.owner_id. */
export const INSERT_FACT_JOBS = (parameter: string, join: string): string => `
  INSERT INTO jobs (id, tenant_id, name, lane, payload, max_attempts, correlation_id)
  SELECT j.id, j."tenantId", j.name, j.lane, j.payload, j."maxAttempts", j."correlationId"
    FROM jsonb_to_recordset(${parameter}::jsonb) AS j(
      id text, "tenantId" text, name text, lane text, payload jsonb, "maxAttempts" int, "correlationId" text,
      owner_id text) ${join}`;
