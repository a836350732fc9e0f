import { Injectable } from '@nestjs/common';
import type { TaskContext } from '../../platform/tasks/index.js';
import { Changes } from './changes.service.js';
import type { ChangeStatus } from './domain/change.js';
import type { ChangeRow } from './domain/change-row.js';
import { countsOf, hasMovedOn, inOne, outcomeOf, type Outcome } from './domain/remediation.js';
import { RemediationRows } from './remediation-rows.js';

/** Of hundreds of changes an execution carries the reasons: the rows have them in full. */
const MOST_REASON = 200;

interface AppliedChange {
  changeId: string;
  status: ChangeStatus;
  reason: string | null;
}

/** Makes the changes of a remediation. */
@Injectable()
export class RemediationApplying {
  constructor(
    private readonly rows: RemediationRows,
    private readonly changes: Changes,
  ) {}

  /**
   * Those of one resource, one after the other, as far as they go: what the others stand on must be there. Nothing new
   * is begun once another one has failed and all is to be taken back.
   */
  async apply(changeIds: readonly string[], context: TaskContext): Promise<{ changes: AppliedChange[] }> {
    const { tenantId, signal, heartbeat } = context;
    const made: AppliedChange[] = [];
    for (const changeId of changeIds) {
      signal.throwIfAborted();
      if (!(await this.rows.mayBegin(context, changeId))) break;
      const now = await this.changes.apply(tenantId, changeId, { signal, heartbeat });
      made.push({ changeId, status: now.status, reason: reasonOf(now) });
      if (!goesOn(now)) break;
    }
    return { changes: made };
  }

  /** What came of it, by the verdicts of the controls and not by the answers of calls. */
  async results(context: TaskContext): Promise<{ outcome: Outcome; reason: string; counts: object }> {
    const { changes } = await this.rows.ofOpen(context);
    const failed = changes.filter(({ status }) => status === 'failed');
    const words = failed.map(({ resourceArn, reason }) => `${resourceArn}: ${reason ?? 'it failed'}`);
    const reason = inOne(words) ?? 'A change was not made to the end';
    return { outcome: outcomeOf(changes), reason, counts: countsOf(changes) };
  }
}

const reasonOf = ({ refusal, reason }: ChangeRow): string | null =>
  (refusal?.reason ?? reason)?.slice(0, MOST_REASON) ?? null;

/** Whether the next change of the same resource may follow. */
const goesOn = (change: ChangeRow): boolean =>
  change.status === 'verified' || (change.status === 'refused' && !hasMovedOn(change));
