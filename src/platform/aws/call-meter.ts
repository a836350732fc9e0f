import { AsyncLocalStorage } from 'node:async_hooks';
import { type AwsCallOutcome } from './account.js';

/** What a piece of work asked of AWS. Filled while the work runs, so it also holds when the work throws. */
export interface CallCount {
  /** Attempts: a call that AWS throttled twice before it answered counts three. */
  calls: number;
  throttles: number;
  /** `ec2:DescribeInstances` */
  operations: Set<string>;
}

export const newCallCount = (): CallCount => ({ calls: 0, throttles: 0, operations: new Set() });

interface Meter {
  count: CallCount;
  outer: Meter | undefined;
}

const meters = new AsyncLocalStorage<Meter>();

/** Adds one attempt to the meters that were running where the call was made. */
export type CountAttempt = (operation: string, outcome: AwsCallOutcome) => void;

export const callMeter = {
  /** Counts in `count` what `work` calls, also in what it starts in parallel. Nests: an outer meter counts it too. */
  run<T>(count: CallCount, work: () => Promise<T>): Promise<T> {
    return meters.run({ count, outer: meters.getStore() }, work);
  },

  /** For the client's middleware: must be taken where the call is made, for a queue runs it in another's context. */
  here(): CountAttempt {
    const innermost = meters.getStore();
    return (operation, outcome) => {
      for (let meter = innermost; meter !== undefined; meter = meter.outer) {
        meter.count.calls += 1;
        if (outcome === 'throttle') meter.count.throttles += 1;
        meter.count.operations.add(operation);
      }
    };
  },
};
