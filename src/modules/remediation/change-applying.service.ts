import { Injectable } from '@nestjs/common';
import { CallFailed } from './aws/aws-calls.js';
import { CallRecords } from './call-records.service.js';
import type { NotDone } from './call-attempts.service.js';
import { CallRunner } from './call-runner.service.js';
import { ChangeEnds } from './change-ends.service.js';
import type { ChangeRun } from './change-pacing.js';
import { ChangeSubjects, type Subject } from './change-subjects.service.js';
import { ChangeVerification } from './change-verification.service.js';
import { actionsOf } from './domain/call.js';
import type { ChangePlan } from './domain/change.js';
import type { ChangeRow, ChangeVerdict } from './domain/change-row.js';
import { differences } from './domain/differences.js';
import type { State } from './domain/fix.js';
import { stateHash } from './domain/state-hash.js';

/** Makes the calls of a change that this run has claimed, and sees whether they have helped. */
@Injectable()
export class ChangeApplying {
  constructor(
    private readonly subjects: ChangeSubjects,
    private readonly records: CallRecords,
    private readonly runner: CallRunner,
    private readonly verification: ChangeVerification,
    private readonly ends: ChangeEnds,
  ) {}

  /** From wherever an earlier run has left it. @throws ChangeTakenOver, the signal's reason */
  async apply(row: ChangeRow, run: ChangeRun): Promise<ChangeRow> {
    const { plan } = row;
    if (plan === null) throw new Error(`The change ${row.id} has no plan`);
    try {
      const subject = await this.subjects.open(row, run);
      const made = row.status === 'applying' ? await this.#make(row, plan, subject, run) : row;
      return made.status === 'applied' ? await this.#verify(made, subject, run) : made;
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      return this.ends.step(row, failedBy(error, row, null));
    }
  }

  async #make(row: ChangeRow, plan: ChangePlan, subject: Subject, run: ChangeRun): Promise<ChangeRow> {
    const recorded = await this.records.of(row);
    const moved = recorded.length === 0 ? await this.#movedOn(row, plan, subject, run) : [];
    if (moved.length > 0) {
      const reason = `moved on: the resource is no more as it was when this was planned (${moved.join('; ')})`;
      return this.ends.step(row, {
        status: 'refused',
        reason,
        verdict: { kind: 'moved_on', differs: moved },
      });
    }
    const list = { row, subject, phase: 'apply', calls: plan.calls, recorded } as const;
    const end = await this.runner.run(list, run);
    switch (end.end) {
      case 'done':
        return this.ends.step(row, { status: 'applied', reason: null });
      case 'stopped':
        return this.ends.step(row, {
          status: 'stopped',
          reason: end.reason,
          ...(await this.#half(subject, run)),
        });
      case 'failed':
        return this.ends.step(row, {
          ...failedBy(end.error, row, end, subject),
          ...(await this.#half(subject, run)),
        });
    }
  }

  /** What later is compared with, where it is known. */
  async #half(subject: Subject, run: ChangeRun): Promise<{ after?: State }> {
    const after = await this.subjects.stateIfKnown(subject, run);
    return after === undefined ? {} : { after };
  }

  /** Where it is other than planned for. */
  async #movedOn(row: ChangeRow, plan: ChangePlan, subject: Subject, run: ChangeRun): Promise<string[]> {
    try {
      const state = await this.subjects.state(subject, run);
      if (stateHash(state) === plan.stateHash) return [];
      const differs = differences(row.before, state);
      return differs.length > 0 ? differs : ['its state has another form'];
    } catch (error) {
      if (error instanceof CallFailed && error.failure.failure === 'not_found')
        return ['it is not there any more'];
      throw error;
    }
  }

  async #verify(row: ChangeRow, subject: Subject, run: ChangeRun): Promise<ChangeRow> {
    const { trouble, verdict } = await this.verification.verify(row, subject, run);
    const after = (await this.verification.after(row, subject, run)) ?? null;
    const status = trouble === null ? 'verified' : 'failed';
    return this.ends.step(row, { status, reason: trouble, verdict, after });
  }
}

/** What a call that AWS did not do means for its change; a denied one names the action and the role that lacks it. */
export function failedBy(
  error: CallFailed,
  { accountId }: ChangeRow,
  failed: Extract<NotDone, { end: 'failed' }> | null,
  subject?: Subject,
): { status: 'failed'; reason: string; verdict: ChangeVerdict } {
  const { code, failure } = error.failure;
  const action = failure === 'denied' && failed !== null ? (actionsOf(failed.call)[0] ?? null) : null;
  const role = subject?.aws.account.roleArn ?? `for changes in ${accountId}`;
  const reason =
    action === null ? error.message : `The role ${role} is not allowed ${action}: ${error.message}`;
  return { status: 'failed', reason, verdict: { kind: 'call', of: error.of, code, failure, action } };
}
