import { pause } from '../../platform/polling/index.js';
import { CallFailed } from './aws/aws-calls.js';

/** Another pace than the one that is right for AWS: tests bring it. */
export const CHANGE_PACING = Symbol('how long changes wait for AWS');

/** How long changes wait for AWS, and how often they ask again. */
export interface Pacing {
  /** Between two looks at what a change waits for. */
  pollMs: number;
  /** How long AWS may take to show everywhere what was changed. */
  verifyMs: number;
  /** How long it may take until a list shows what was made a moment ago. */
  settleMs: number;
  /** Before what was throttled is asked again; doubled each time. */
  retryMs: number;
  retries: number;
}

export const defaultPacing: Pacing = {
  pollMs: 2_000,
  verifyMs: 30_000,
  settleMs: 15_000,
  retryMs: 1_000,
  retries: 5,
};

/** Who lets a change run: it stops when told, and says all the while that it is alive. */
export interface ChangeRun {
  signal: AbortSignal;
  heartbeat: () => Promise<void>;
}

/** Codes by which AWS says that it has failed itself; what it says of the call would be the same the next time. */
const INTERNAL = /^(Internal|ServiceUnavailable|ServerException|Unavailable|Http5)/;

/** Whether AWS has not answered, or a little later may answer otherwise. */
export const isPassing = ({ failure, code }: { failure: string; code: string }): boolean =>
  failure === 'throttled' || failure === 'unreachable' || (failure === 'failed' && INTERNAL.test(code));

export const mayPass = ({ failure }: CallFailed): boolean => isPassing(failure);

/** Waits, and says that it is alive. @throws the signal's reason */
export async function wait(ms: number, { signal, heartbeat }: ChangeRun): Promise<void> {
  await pause(ms, signal);
  signal.throwIfAborted();
  await heartbeat();
}

/** Asks again, ever more rarely, while AWS throttles or cannot be reached. @throws CallFailed */
export async function patiently<T>(
  { retryMs, retries }: Pacing,
  run: ChangeRun,
  work: () => Promise<T>,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    run.signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CallFailed) || !mayPass(error) || tries >= retries) throw error;
    }
    await wait(retryMs * 2 ** tries, run);
  }
}
