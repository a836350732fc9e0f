/** An entry of the audit log before it is written. */
export interface AuditEntry {
  id: string;
  actor: string;
  actorKeyId: string;
  action: string;
  targetType: string;
  targetId: string;
  before: unknown;
  after: unknown;
  correlationId: string;
}

/**
 * Writes entries beside what they tell, each with a `tenant_id` and an `owner_id`.
 * @param parameter of the JSON array; @param join says which of them hold, by a.owner_id
 */
export const INSERT_AUDIT = (parameter: string, join: string): string => `
  INSERT INTO audit_log (id, tenant_id, actor, actor_key_id, action, target_type, target_id, before, after, correlation_id)
  SELECT a.id, a.tenant_id, a.actor, a."actorKeyId", a.action, a."targetType", a."targetId",
         nullif(a.before, 'null'), nullif(a.after, 'null'), a."correlationId"
    FROM jsonb_to_recordset(${parameter}::jsonb) AS a(
      id text, tenant_id text, owner_id text, actor text, "actorKeyId" text, action text, "targetType" text,
      "targetId" text, before jsonb, after jsonb, "correlationId" text) ${join}`;
