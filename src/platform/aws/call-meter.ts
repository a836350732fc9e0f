import { AsyncLocalStorage } from 'node:async_hooks';
import { type AwsCallOutcome } from './account.js';

/** What a piece of work asked of AWS. Filled while the work runs, so it also holds when the work throws. */
export interface CallCount {
  /** Attempts: a call that AWS throttled twice before it answered counts three. */
  calls: number;
  throttles: number;
  /** Attempts that AWS answered; "there is none" is an answer. */
  answers: number;
  /** `ec2:DescribeInstances` */
  operations: Set<string>;
}

export const newCallCount = (): CallCount => ({ calls: 0, throttles: 0, answers: 0, operations: new Set() });

interface Meter {
  count: CallCount;
  outer: Meter | undefined;
}

const meters = new AsyncLocalStorage<Meter>();

export const callMeter = {
  /** Counts in `count` what `work` calls, also in what it starts in parallel. Nests: an outer meter counts it too. */
  run<T>(count: CallCount, work: () => Promise<T>): Promise<T> {
    return meters.run({ count, outer: meters.getStore() }, work);
  },

  /** Adds one attempt to the meters running where the call was made. For the client's middleware. */
  count(operation: string, outcome: AwsCallOutcome): void {
    for (let meter = meters.getStore(); meter !== undefined; meter = meter.outer) {
      meter.count.calls += 1;
      if (outcome === 'throttle') meter.count.throttles += 1;
      if (outcome === 'ok') meter.count.answers += 1;
      meter.count.operations.add(operation);
    }
  },
};
