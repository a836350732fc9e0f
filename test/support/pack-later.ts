/** An execution of acme that failed at a time, with its history. */
export function oldExecution(id: string, at: Date): string {
  const failed = { id: 1, timestamp: at.toISOString(), type: 'ExecutionFailed', previousEventId: 0 };
  const time = `'${at.toISOString()}'`;
  return `
    WITH old AS (
      INSERT INTO executions (id, tenant_id, state_machine, name, workflow_type, engine, status, priority, input, version,
                              correlation_id, requested_by, requested_by_key, created_at, started_at, stopped_at)
      VALUES ('${id}', 'acme', 'ComplianceScanWorkflow', 'old', 'compliance-scan', 'local', 'FAILED', 0, '{}', 1, 'c', 'x',
              'k', ${time}, ${time}, ${time}))
    INSERT INTO execution_history (execution_id, version, tenant_id, first_event_id, last_event_id, events)
    VALUES ('${id}', 1, 'acme', 1, 1, '${JSON.stringify([failed])}')`;
}

export const UNPATCHED =
  "UPDATE patch_instances SET status = 'working', ended_at = NULL WHERE tenant_id = 'acme'";

/** Statements that change all of acme that can change after a pack: how its window ended stays as it was. */
export const whatHappensLater = (arn: string, executionId: string): string[] => [
  `UPDATE resources SET configuration = '{"name":"b2","versioning":"on","tags":{"a":"b"}}', hash = 'h2' WHERE arn = '${arn}'`,
  `UPDATE resources SET deleted_at = now() WHERE tenant_id = 'acme' AND arn <> '${arn}'`,
  `UPDATE findings SET status = 'resolved', severity = 'low', title = 'another', resolved_at = now(), evidence = '{}'
        WHERE tenant_id = 'acme'`,
  `UPDATE executions SET status = 'FAILED', stopped_at = now(), error = 'Late' WHERE tenant_id = 'acme' AND stopped_at IS NULL`,
  `UPDATE approvals SET status = 'approved', decided_at = now() WHERE tenant_id = 'acme' AND decided_at IS NULL`,
  `UPDATE incidents SET closed_at = now(), closed_by = 'x', status = 'closed' WHERE tenant_id = 'acme' AND closed_at IS NULL`,
  `UPDATE remediations SET status = 'failed', ended_at = now() WHERE tenant_id = 'acme' AND ended_at IS NULL`,
  `UPDATE changes SET status = 'restored', restored_at = now() WHERE tenant_id = 'acme' AND restored_at IS NULL`,
  `UPDATE schedule_runs SET status = 'failed', ended_at = now() WHERE tenant_id = 'acme' AND ended_at IS NULL`,
  `UPDATE executions SET status = 'RUNNING', redrive_count = 1, stopped_at = NULL WHERE id = '${executionId}'`,
  `UPDATE patch_instances SET status = 'succeeded', ended_at = now(), reason = 'x', before = '{}', after = '{}'
        WHERE tenant_id = 'acme' AND ended_at IS NULL`,
  `UPDATE patch_approvals SET status = 'rejected', decided_at = now() WHERE tenant_id = 'acme' AND decided_at IS NULL`,
  `UPDATE patch_steps SET status = 'done', ended_at = now(), result = '{}' WHERE tenant_id = 'acme' AND ended_at IS NULL`,
  `UPDATE change_calls SET status = 'done', ended_at = now(), result = '{}' WHERE tenant_id = 'acme' AND ended_at IS NULL`,
  `UPDATE events SET disposition = 'another', reason = 'x', settled_at = now() WHERE tenant_id = 'acme'`,
  `UPDATE api_keys SET revoked_at = now() WHERE tenant_id = 'acme' AND role = 'viewer'`,
];
