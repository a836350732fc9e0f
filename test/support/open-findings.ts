import type { TestDatabase } from './database.js';
import { SCRIPT } from './page-visits.js';

export const ACCOUNT = '123456789012';
export const queueArn = (name: string): string => `arn:aws:sqs:eu-west-1:${ACCOUNT}:${name}`;

/** Open findings of queues, as a scan leaves them: `fnd_` and the name of each. */
export async function openFindings(
  database: TestDatabase,
  tenantId: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names)
    await database.query(
      `INSERT INTO findings (id, tenant_id, account_id, region, resource_arn, resource_type, control_id, title, severity,
                             status, evidence, evidence_hash, first_seen_at, last_seen_at, opened_at, last_scan_id)
       VALUES ($1, $2, $3, 'eu-west-1', $4, 'AWS::SQS::Queue', 'sqs_queue_open', $5, 'critical',
               'open', '{}', 'x', now(), now(), now(), 's')`,
      [`fnd_${name}`, tenantId, ACCOUNT, queueArn(name), `A queue ${SCRIPT}`],
    );
}
