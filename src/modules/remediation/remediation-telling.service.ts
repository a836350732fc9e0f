import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { counter } from '../../platform/telemetry/index.js';
import { remediationCompleted } from '../events/index.js';
import { isTouched, type RemediationStatus } from './domain/remediation.js';
import { RemediationAccess } from './remediation-access.js';
import type { Standing } from './remediation-rows.js';

const ended = counter(
  'RemediationsEnded',
  'Remediations that have ended, by how',
  ['Environment', 'Service', 'Status'],
  { unit: 'Count' },
);

/** Who hears how a remediation has ended: the audit log, the readers of its fact, metrics. */
@Injectable()
export class RemediationTelling {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly access: RemediationAccess,
    private readonly config: Config,
  ) {}

  async ended(tx: Tx, { row, changes }: Standing, before: RemediationStatus): Promise<void> {
    const { id, tenantId, status, reason, findingIds, executionId, requestedBy, requestedByKey } = row;
    const { requestedBy: owner, requestedByKey: keyId } = row.rollback ?? { requestedBy, requestedByKey };
    const actor = { tenantId, owner, keyId };
    const change = { before: { status: before }, after: { status, reason } };
    const target = { targetType: 'remediation', targetId: id };
    await this.access.audit.write(tx, actor, { action: `remediation.${status}`, ...target, ...change });
    // what was not changed but is well is looked at too: its finding may be older than that
    const concerned = changes.filter(
      (one) => isTouched(one) || (status === 'completed' && one.status === 'unneeded'),
    );
    const resourceArns = [...new Set(concerned.map(({ resourceArn }) => resourceArn))];
    const payload = { remediationId: id, status, findingIds, resourceArns, executionId };
    if (resourceArns.length > 0)
      await this.outbox.write(tx, tenantId, remediationCompleted, [{ key: id, payload }]);
    const environment = this.config.get('ENVIRONMENT');
    this.database.onCommit(tx, () =>
      ended.add({ Environment: environment, Service: 'remediation', Status: status }),
    );
  }
}
