import { Inject, Injectable, Optional } from '@nestjs/common';
import { AwsCalls, CallFailed } from './aws/aws-calls.js';
import { CallRecords } from './call-records.service.js';
import { CHANGE_PACING, defaultPacing, mayPass, wait, type ChangeRun, type Pacing } from './change-pacing.js';
import type { Subject } from './change-subjects.service.js';
import { resolved, type Call, type Results } from './domain/call.js';
import { needsAnother, notSo, tokenOf, waitsFor } from './domain/call-progress.js';
import type { ChangeCallRow, ChangePhase, ChangeRow } from './domain/change-row.js';

/** A list of calls that is to be made once, however often it is begun. */
export interface CallList {
  row: ChangeRow;
  subject: Subject;
  phase: ChangePhase;
  calls: readonly Call[];
  /** Those that were made, or begun, before. */
  recorded: readonly ChangeCallRow[];
  /** What calls of the applying have answered, where this is the restoring. */
  given?: Results;
}

export type NotDone = { end: 'stopped'; reason: string } | { end: 'failed'; call: Call; error: CallFailed };
export type CallOutcome = { end: 'done'; result: unknown } | NotDone;

/** AWS never said so in time, or says that it never will; or an earlier call's answer lacks what this one needs. */
const unanswered = ({ service, operation }: Call, code: string, message: string): CallFailed =>
  new CallFailed(`${service}:${operation}`, { failure: 'failed', code, message });

/** Makes one call of a change, as often as that takes: each attempt is written down before. */
@Injectable()
export class CallAttempts {
  readonly #pacing: Pacing;

  constructor(
    private readonly aws: AwsCalls,
    private readonly records: CallRecords,
    @Optional() @Inject(CHANGE_PACING) pacing: Pacing | undefined,
  ) {
    this.#pacing = pacing ?? defaultPacing;
  }

  /** Until it is answered. @throws ChangeTakenOver, the signal's reason */
  async make(
    list: CallList,
    seq: number,
    call: Call,
    results: Results,
    run: ChangeRun,
  ): Promise<CallOutcome> {
    const input = inputOf(list, seq, call, results);
    if (input instanceof CallFailed) return { end: 'failed', call, error: input };
    const until = Date.now() + (call.until?.withinSeconds ?? 0) * 1000;
    const { retries, retryMs } = this.#pacing;
    for (let tries = 0, looks = 0; ;) {
      run.signal.throwIfAborted();
      await run.heartbeat();
      const begun = await this.records.begin(list.row, {
        ...{ phase: list.phase, seq, input, service: call.service, operation: call.operation },
        region: call.region ?? list.subject.aws.region,
      });
      if ('stopped' in begun) return { end: 'stopped', reason: begun.stopped };
      try {
        const found =
          begun.attempts > 1 ? await this.made(list, call, begun.startedAt, results, run) : undefined;
        const result = found ?? (await this.aws.make(list.subject.aws, call, input));
        const waits = waitsFor(call, result);
        if (waits === 'no') return { end: 'done', result };
        if (waits === 'never' || Date.now() >= until)
          return { end: 'failed', call, error: unanswered(call, 'NotSo', notSo(call, result)) };
        await wait(this.#rest(looks++), run);
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
        // AWS does not know everywhere yet what was made a moment ago
        const isYoung = error.failure.failure === 'not_found' && needsAnother(call);
        const isWaiting = isYoung && Date.now() < until;
        if (!isWaiting && (!(isYoung || mayPass(error)) || tries >= retries))
          return { end: 'failed', call, error };
        await wait(isWaiting ? this.#rest(looks++) : retryMs * 2 ** tries++, run);
      }
    }
  }

  /**
   * What a call has made whose answer was lost; undefined: nothing. AWS's lists are some seconds behind: that nothing
   * was made is not believed before that time has passed. @throws CallFailed
   */
  async made(
    { subject, row }: CallList,
    call: Call,
    startedAt: Date,
    results: Results,
    run: ChangeRun,
  ): Promise<unknown> {
    if (call.made === undefined) return undefined;
    for (;;) {
      const found = await this.aws.made(subject.aws, call, results, row.id);
      if (found !== undefined || Date.now() >= startedAt.getTime() + this.#pacing.settleMs) return found;
      await wait(Math.min(this.#pacing.pollMs, this.#pacing.settleMs), run);
    }
  }

  /** Before it is looked again: ever longer, for some things take hours. */
  #rest(looks: number): number {
    return this.#pacing.pollMs * Math.min(15, 1.2 ** looks);
  }
}

function inputOf(
  { row, phase, recorded }: CallList,
  seq: number,
  call: Call,
  results: Results,
): Record<string, unknown> | CallFailed {
  try {
    const input = resolved(call.input, results, row.id);
    if (call.token === undefined) return input;
    // a restoring after one that failed makes its things anew
    const failed = new Set(recorded.map((one) => one.phase).filter((name) => name.startsWith('restore-')));
    return { ...input, [call.token]: tokenOf(row.id, phase, failed.size, seq) };
  } catch (error) {
    return unanswered(call, 'NoAnswer', error instanceof Error ? error.message : String(error));
  }
}
