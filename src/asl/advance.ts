import { HistoryFull, type Draft, type Errand, type Failure } from './draft.js';
import { StatesError } from './errors.js';
import * as fork from './fork.js';
import { WHOLE } from './history.js';
import type { Json } from './json.js';
import type { Maybe } from './maybe.js';
import { enter, failureOf, recover, reenter, resume } from './transition.js';
import { visitOf } from './states/index.js';
import type { Frame } from './state.js';

/** Does all that can be done now: until everything waits or the execution has ended. */
export async function advance(draft: Draft): Promise<void> {
  for (let errand = draft.errands.shift(); errand; errand = draft.errands.shift()) {
    const next = errand;
    const frame = draft.find(next.frame);
    if (!frame || frame.ended) continue;
    const doing = attempt(draft, frame, () => run(draft, frame, next));
    if (doing instanceof Promise) await doing;
    if (draft.execution.status !== 'RUNNING') return;
  }
}

/** Lets what fails outside any state's own decision fail its frame or the execution. */
export function attempt(draft: Draft, frame: Frame, act: () => Maybe<void>): Maybe<void> {
  try {
    const doing = act();
    return doing instanceof Promise ? doing.catch((error: unknown) => failed(draft, frame, error)) : doing;
  } catch (error) {
    return failed(draft, frame, error);
  }
}

function run(draft: Draft, frame: Frame, errand: Errand): Maybe<void> {
  switch (errand.do) {
    case 'enter':
      return enter(draft, frame, errand.name, errand.input);
    case 'reenter':
      return reenter(draft, frame);
    case 'begin':
      return fork.begin(draft, frame, errand.index);
    case 'join':
      fork.dissolve(draft, frame);
      return resume(draft, frame, { type: 'joined', results: errand.results });
    case 'recover':
      return recover(visitOf(draft, frame), errand.failure);
    case 'end':
      return frame.parent === undefined
        ? succeed(draft, errand.output)
        : fork.end(draft, frame, errand.output);
    case 'fail':
      return frame.parent === undefined
        ? failExecution(draft, errand.failure)
        : fork.fail(draft, frame, errand.failure);
  }
}

/** A branch or iteration could not be made, or a history is full. */
function failed(draft: Draft, frame: Frame, error: unknown): void {
  if (error instanceof StatesError) {
    const visit = visitOf(draft, frame);
    const failure = failureOf(visit, error);
    fork.abortChildren(visit);
    draft.errands.push({ do: 'recover', frame: frame.path, failure });
  } else if (error instanceof HistoryFull) {
    const failure = {
      error: error.failure.error,
      ...(error.failure.cause && { cause: error.failure.cause }),
    };
    if (error.child === undefined) return failExecution(draft, failure);
    fork.abortBelow(draft, error.child);
    draft.errands.push({ do: 'fail', frame: error.child, failure });
  } else throw error;
}

function succeed(draft: Draft, output: Json): void {
  draft.cancelAll();
  const { lastEventId } = draft.frame('');
  draft.write(
    {
      type: 'ExecutionSucceeded',
      executionSucceededEventDetails: { output: draft.text(output), outputDetails: WHOLE },
    },
    lastEventId,
  );
  for (const path of draft.below('')) draft.remove(path);
  draft.remove('');
  draft.complete({ type: 'complete', status: 'SUCCEEDED', output });
}

function failExecution(draft: Draft, failure: Failure): void {
  stopAll(draft);
  const main = draft.frame('');
  main.ended = 'failed';
  const previous = main.asideEventId ?? main.lastEventId;
  draft.write({ type: 'ExecutionFailed', executionFailedEventDetails: failure }, previous);
  draft.complete({ type: 'complete', status: 'FAILED', ...failure });
}

/** StopExecution. Measured: the event names no event before it, and its details are there though empty. */
export function abortExecution(draft: Draft, failure: Failure): void {
  stopAll(draft);
  draft.write({ type: 'ExecutionAborted', executionAbortedEventDetails: failure }, 0);
  draft.complete({ type: 'complete', status: 'ABORTED', ...failure });
}

/** The definition's TimeoutSeconds. Measured as above; DescribeExecution then tells no error, the event does. */
export function timeOutExecution(draft: Draft): void {
  stopAll(draft);
  const failure = { error: 'States.Timeout' };
  draft.write({ type: 'ExecutionTimedOut', executionTimedOutEventDetails: failure }, 0);
  draft.complete({ type: 'complete', status: 'TIMED_OUT', ...failure });
}

/** Nothing is waited for any longer; the frames stay for a redrive. */
function stopAll(draft: Draft): void {
  draft.cancelAll();
  for (const path of ['', ...draft.below('')]) {
    const frame = draft.frame(path);
    frame.ended ??= 'aborted';
  }
}
