import { Inject, Injectable, Optional } from '@nestjs/common';
import { ResourceStates, type ResourceState } from '../scanning/index.js';
import { CHANGE_PACING, defaultPacing, wait, type ChangeRun, type Pacing } from './change-pacing.js';
import { ChangeSubjects, type Subject } from './change-subjects.service.js';
import type { ChangeRow, ChangeVerdict } from './domain/change-row.js';
import type { State } from './domain/fix.js';
import { stateHash } from './domain/state-hash.js';

/** What was found of a fix that was made. */
export interface Verification {
  /** null: it is as it should be. */
  trouble: string | null;
  verdict: ChangeVerdict;
}

interface Look extends Verification {
  /** A later look would say the same. */
  isLast: boolean;
}

const FIRST_PAUSE_MS = 500;

/** Whether a fix has mended what it was to mend: the control says so, of a reading made now, or nobody does. */
@Injectable()
export class ChangeVerification {
  readonly #pacing: Pacing;

  constructor(
    private readonly states: ResourceStates,
    private readonly subjects: ChangeSubjects,
    @Optional() @Inject(CHANGE_PACING) pacing: Pacing | undefined,
  ) {
    this.#pacing = pacing ?? defaultPacing;
  }

  /** Looks again, ever more rarely, until it is so or AWS has had its time. */
  async verify(row: ChangeRow, subject: Subject, run: ChangeRun): Promise<Verification> {
    const until = Date.now() + this.#pacing.verifyMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
      run.signal.throwIfAborted();
      await run.heartbeat();
      const { isLast, ...look } = await this.#look(row, subject, run);
      const left = until - Date.now();
      if (look.trouble === null || isLast || left <= 0) return look;
      await wait(Math.min(pauseMs, left), run);
    }
  }

  /**
   * How the fix has left the resource; undefined: nobody can say. An answer that is still that of before comes from a
   * place that has not heard of the change yet: it would keep the change from ever being taken back.
   */
  async after(row: ChangeRow, subject: Subject, run: ChangeRun): Promise<State | undefined> {
    const until = Date.now() + this.#pacing.verifyMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
      const state = await this.subjects.stateIfKnown(subject, run);
      const left = until - Date.now();
      if (state === undefined || stateHash(state) !== row.plan?.stateHash || left <= 0) return state;
      await wait(Math.min(pauseMs, left), run);
    }
  }

  /** By the control of the finding; of what nobody found, by the fix itself, or the control that it is for. */
  #look(row: ChangeRow, subject: Subject, run: ChangeRun): Promise<Look> {
    const { fix } = subject;
    const controlId = row.controlId ?? (fix.holds === undefined ? fix.controls[0] : undefined);
    return controlId === undefined ? this.#held(subject, run) : this.#judged(row, controlId, subject, run);
  }

  async #held(subject: Subject, run: ChangeRun): Promise<Look> {
    const holds = await this.#holds(subject, run);
    const trouble = holds ? null : `The resource is not as ${subject.fix.id} should have left it`;
    return { trouble, verdict: { kind: 'state', holds }, isLast: false };
  }

  async #judged(row: ChangeRow, controlId: string, subject: Subject, run: ChangeRun): Promise<Look> {
    const { resourceArn: arn, resourceType: type, accountId, region, tenantId } = row;
    const seen = await this.states.look(tenantId, { arn, type, accountId, region }, controlId, run.signal);
    const { verdict, evidence } = said(seen);
    const look = (trouble: string | null, isLast = false): Look => ({
      ...{ trouble, isLast },
      verdict: { kind: 'control', controlId, verdict, evidence },
    });
    switch (verdict) {
      case 'pass':
        return look(null);
      // what a fix takes away no control fails any more
      case 'absent':
        return look(
          subject.fix.loses === undefined ? 'The resource is gone, which the fix should not do' : null,
        );
      // stopped instances, say, have no idle time: the fix says whether that is what it wanted
      case 'not_applicable':
        return look(
          (await this.#holds(subject, run)) ? null : `${controlId} says nothing of the resource as it is now`,
        );
      case 'no_evidence':
      case 'unread':
        return look(
          `Whether ${controlId} passes is not known: ${JSON.stringify(evidence)}`,
          seen.outcome === 'failed' && !seen.again,
        );
      default:
        return look(`${controlId} says ${verdict}: ${JSON.stringify(evidence)}`);
    }
  }

  async #holds(subject: Subject, run: ChangeRun): Promise<boolean> {
    const state = await this.subjects.stateIfKnown(subject, run);
    return state !== undefined && subject.fix.holds?.(state) === true;
  }
}

function said(seen: ResourceState): { verdict: string; evidence: Record<string, unknown> } {
  switch (seen.outcome) {
    case 'absent':
      return { verdict: 'absent', evidence: {} };
    case 'failed':
      return { verdict: 'unread', evidence: { reason: seen.reason, code: seen.code, message: seen.message } };
    case 'found':
      return seen.decision ?? { verdict: 'no_evidence', evidence: {} };
  }
}
