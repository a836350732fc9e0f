import { Inject, Injectable, Optional } from '@nestjs/common';
import { CallFailed } from './aws/aws-calls.js';
import { CallRecords } from './call-records.service.js';
import { CallRunner } from './call-runner.service.js';
import { failedBy } from './change-applying.service.js';
import { ChangeEnds } from './change-ends.service.js';
import {
  CHANGE_PACING,
  defaultPacing,
  isPassing,
  wait,
  type ChangeRun,
  type Pacing,
} from './change-pacing.js';
import { ChangeSubjects, type Subject } from './change-subjects.service.js';
import { resolved, type Call, type Results } from './domain/call.js';
import type { ChangeCallRow, ChangeRow } from './domain/change-row.js';
import { differences } from './domain/differences.js';
import { withoutContext } from './domain/fix.js';

const FIRST_PAUSE_MS = 500;

/** Takes back a change that this run has claimed for that, and sees whether all is as it was. */
@Injectable()
export class ChangeRestoring {
  readonly #pacing: Pacing;

  constructor(
    private readonly subjects: ChangeSubjects,
    private readonly records: CallRecords,
    private readonly runner: CallRunner,
    private readonly ends: ChangeEnds,
    @Optional() @Inject(CHANGE_PACING) pacing: Pacing | undefined,
  ) {
    this.#pacing = pacing ?? defaultPacing;
  }

  /** From wherever an earlier run has left it. @throws ChangeTakenOver, the signal's reason */
  async restore(row: ChangeRow, run: ChangeRun): Promise<ChangeRow> {
    const recorded = await this.records.of(row);
    if (nothingDone(row, recorded)) return this.ends.step(row, { status: 'restored', reason: null });
    try {
      const subject = await this.subjects.open(row, run);
      const apply = { row, subject, phase: 'apply', calls: row.plan?.calls ?? [], recorded } as const;
      const given = await this.runner.settle(apply, run);
      const calls = this.#calls(row, subject, given);
      const end = await this.runner.run({ row, subject, phase: 'restore', calls, recorded, given }, run);
      if (end.end === 'stopped') return await this.ends.step(row, { status: 'stopped', reason: end.reason });
      if (end.end === 'failed') {
        const { reason } = failedBy(end.error, row, end, subject);
        return await this.ends.step(row, { status: 'restore_failed', reason });
      }
      return await this.#compare(row, subject, run);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      return this.ends.step(row, { status: 'restore_failed', reason: error.message });
    }
  }

  /** What restoring would call, by what is known of the calls that were made. */
  async plan(row: ChangeRow, run: ChangeRun): Promise<readonly Call[]> {
    const recorded = await this.records.of(row);
    if (nothingDone(row, recorded)) return [];
    const given = resultsOf(row, recorded);
    const calls = this.#calls(row, await this.subjects.open(row, run), given);
    return calls.map((call) => ({ ...call, input: shown(call, given, row.id) }));
  }

  /** Until AWS shows everywhere what was put back. */
  async #compare(row: ChangeRow, subject: Subject, run: ChangeRun): Promise<ChangeRow> {
    const until = Date.now() + this.#pacing.verifyMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
      const is = withoutContext(subject.fix, await this.subjects.state(subject, run));
      const differs = differences(withoutContext(subject.fix, row.before ?? {}), is);
      if (differs.length === 0) return this.ends.step(row, { status: 'restored', reason: null });
      const left = until - Date.now();
      if (left <= 0) {
        const reason = `It was put back, but is not as it was: ${differs.join('; ')}`;
        return this.ends.step(row, { status: 'restore_failed', reason });
      }
      await wait(Math.min(pauseMs, left), run);
    }
  }

  #calls({ before, id }: ChangeRow, { fix, target }: Subject, results: Results): readonly Call[] {
    if (before === null) throw new Error(`Nobody knows how the resource of ${id} was before`);
    return fix.restore({ target, before, results });
  }
}

/**
 * AWS has refused the first call, or there was none: what the resource is by now is nothing of this change's. To put
 * back what was before would undo what others have done since.
 */
const nothingDone = ({ verdict }: ChangeRow, recorded: readonly ChangeCallRow[]): boolean =>
  recorded.length === 0 ||
  (verdict?.kind === 'call' &&
    !isPassing(verdict) &&
    recorded.every(
      ({ phase, status, attempts }) => phase === 'apply' && status === 'failed' && attempts === 1,
    ));

/** With what is known of it by now; what its own calls will answer stays as it is. */
function shown(call: Call, given: Results, mark: string): Call['input'] {
  try {
    return resolved(call.input, given, mark);
  } catch {
    return call.input;
  }
}

function resultsOf({ plan }: ChangeRow, recorded: readonly ChangeCallRow[]): Results {
  const made = recorded.filter(({ phase, status }) => phase === 'apply' && status === 'done');
  return Object.fromEntries(
    made.flatMap(({ seq, result }) => {
      const as = plan?.calls[seq]?.as;
      return as === undefined ? [] : [[as, result] as const];
    }),
  );
}
