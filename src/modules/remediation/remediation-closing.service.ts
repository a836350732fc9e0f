import { Injectable } from '@nestjs/common';
import type { TaskContext } from '../../platform/tasks/index.js';
import type { ApplyFixInput } from './apply-fix.schemas.js';
import { endOf, inOne, isUnderWay } from './domain/remediation.js';
import { RemediationAgreement } from './remediation-agreement.service.js';
import { RemediationEnds } from './remediation-ends.service.js';
import { RemediationFailures } from './remediation-failures.service.js';
import type { Standing } from './remediation-rows.js';

type Closing = Extract<ApplyFixInput, { action: 'complete' | 'reject' | 'restore' | 'fail' | 'stop' }>;

/** The ways in which RemediationWorkflow ends a remediation. One that has ended stays as it is. */
@Injectable()
export class RemediationClosing {
  constructor(
    private readonly agreement: RemediationAgreement,
    private readonly failures: RemediationFailures,
    private readonly ends: RemediationEnds,
  ) {}

  async close(standing: Standing, input: Closing, context: TaskContext): Promise<Standing> {
    if (!isUnderWay(standing.row.status)) return standing;
    switch (input.action) {
      case 'complete':
        return this.#complete(standing);
      case 'reject':
        return this.#reject(standing);
      case 'restore':
        return this.failures.restore(standing, context, whyOf(input));
      case 'fail':
        return this.failures.leave(standing, context, 'failed', whyOf(input));
      case 'stop':
        return this.failures.stop(standing);
    }
  }

  /** Ended already, where the kill switch is engaged. */
  stopped({ row }: Standing): Promise<Standing | undefined> {
    return this.ends.stopped(row);
  }

  #complete({ row: { tenantId, id } }: Standing): Promise<Standing> {
    return this.ends.end(tenantId, id, isUnderWay, ({ changes }) => {
      const refused = changes.flatMap(({ status, reason }) => (status === 'refused' ? [reason ?? ''] : []));
      return { status: endOf(changes), reason: inOne(refused) };
    });
  }

  async #reject(standing: Standing): Promise<Standing> {
    const { tenantId, id } = standing.row;
    const whyNot = await this.agreement.whyNot(standing);
    const made = standing.changes.filter(({ status }) => status === 'verified').length;
    const reason = made === 0 ? whyNot : `${whyNot}. ${made} changes that were agreed to before stay`;
    return this.ends.end(tenantId, id, isUnderWay, () => ({ status: 'rejected', reason }));
  }
}

const whyOf = ({ error, cause }: { error: string; cause: string }): string =>
  cause === '' ? error : `${error}: ${cause}`;
