import { Injectable } from '@nestjs/common';
import type { CallFailed } from './aws/aws-calls.js';
import { CallAttempts, type CallList, type NotDone } from './call-attempts.service.js';
import { CallRecords } from './call-records.service.js';
import type { ChangeRun } from './change-pacing.js';
import type { Call, Results } from './domain/call.js';
import type { ChangeCallRow } from './domain/change-row.js';

/** Makes the calls of a change, one after the other: what was made is never made again. */
@Injectable()
export class CallRunner {
  constructor(
    private readonly attempts: CallAttempts,
    private readonly records: CallRecords,
  ) {}

  /** @throws ChangeTakenOver, the signal's reason */
  async run(list: CallList, run: ChangeRun): Promise<{ end: 'done' } | NotDone> {
    const results: Record<string, unknown> = { ...list.given };
    for (const [seq, call] of list.calls.entries()) {
      const at = { phase: list.phase, seq };
      const before = recordOf(list, seq);
      if (before?.status === 'done') {
        keep(results, call, before.result);
        continue;
      }
      const outcome = await this.attempts.make(list, seq, call, results, run);
      if (outcome.end === 'failed') await this.records.end(list.row, at, failedBy(outcome.error));
      if (outcome.end !== 'done') return outcome;
      const result = call.as === undefined ? null : outcome.result;
      await this.records.end(list.row, at, { status: 'done', result });
      keep(results, call, outcome.result);
    }
    return { end: 'done' };
  }

  /**
   * What the applying has made, and a crash has kept from being written down: it has to be known before anything is
   * taken back. What made nothing is left as it is. @throws CallFailed
   */
  async settle(list: CallList, run: ChangeRun): Promise<Results> {
    const results: Record<string, unknown> = {};
    for (const [seq, call] of list.calls.entries()) {
      const before = recordOf(list, seq);
      if (before === undefined) break;
      if (before.status === 'done') {
        keep(results, call, before.result);
        continue;
      }
      const found = await this.#lost(list, call, before, results, run);
      if (found === undefined) continue;
      await this.records.end(list.row, { phase: list.phase, seq }, { status: 'done', result: found });
      keep(results, call, found);
    }
    return results;
  }

  /** By a token the call is safe to repeat, and only its answer tells what it has made. */
  async #lost(
    list: CallList,
    call: Call,
    before: ChangeCallRow,
    results: Results,
    run: ChangeRun,
  ): Promise<unknown> {
    if (call.made !== undefined) return this.attempts.made(list, call, before.startedAt, results, run);
    if (call.as === undefined || call.token === undefined || before.status !== 'started') return undefined;
    const outcome = await this.attempts.make(list, before.seq, call, results, run);
    return outcome.end === 'done' ? outcome.result : undefined;
  }
}

const recordOf = ({ recorded, phase }: CallList, seq: number): ChangeCallRow | undefined =>
  recorded.find((one) => one.phase === phase && one.seq === seq);

function keep(results: Record<string, unknown>, call: Call, result: unknown): void {
  if (call.as !== undefined) results[call.as] = result;
}

const failedBy = ({ failure: { code, message } }: CallFailed) =>
  ({ status: 'failed', error: { code, message } }) as const;
