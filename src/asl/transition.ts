import { findCatcher, leaveBy } from './catch.js';
import type { Draft, Failure } from './draft.js';
import { StatesError } from './errors.js';
import { WHOLE } from './history.js';
import type { Json } from './json.js';
import { beginMore, isOver } from './join.js';
import { isTooLarge, resultTooLarge } from './limits.js';
import type { Maybe } from './maybe.js';
import type { Retrier, Catcher } from './program.js';
import { nextRetry } from './retry.js';
import type { Frame } from './state.js';
import { kindOf, visitOf } from './states/index.js';
import type { Move, News, Visit } from './visit.js';

/** From state to state within a frame. */

export function enter(draft: Draft, frame: Frame, name: string, input: Json): Maybe<void> {
  frame.at = { name, input, enteredTime: draft.now, enteredEventId: 0, retryCount: 0 };
  const { Type } = visitOf(draft, frame).state;
  frame.at.enteredEventId = draft.record(frame, {
    type: `${Type}StateEntered`,
    stateEnteredEventDetails: { name, input: draft.text(input), inputDetails: WHOLE },
  });
  return reenter(draft, frame);
}

/** What entering does, but for the event. */
export function reenter(draft: Draft, frame: Frame): Maybe<void> {
  const visit = visitOf(draft, frame);
  return act(visit, () => kindOf(visit.state).enter(visit));
}

/** Gives a waiting state what it waited for. */
export function resume(draft: Draft, frame: Frame, news: News): Maybe<void> {
  const visit = visitOf(draft, frame);
  return act(visit, () => kindOf(visit.state).resume?.(visit, news) ?? { to: 'stay' });
}

/** Does what a state decides, or lets it fail with what it throws. */
function act(visit: Visit, decide: () => Maybe<Move>): Maybe<void> {
  try {
    const move = decide();
    if (!(move instanceof Promise)) return make(visit, move);
    return move.then(
      (made) => make(visit, made),
      (error: unknown) => recover(visit, failureOf(visit, error)),
    );
  } catch (error) {
    return recover(visit, failureOf(visit, error));
  }
}

/**
 * A failure of the interpreter's own, as AWS words it: with the state and the event in front. A failed JSONata
 * expression has an event too (recorded).
 */
export function failureOf(visit: Visit, thrown: unknown): Failure {
  if (!(thrown instanceof StatesError)) throw thrown;
  const { error, location } = thrown;
  const { name, enteredEventId } = visit.frame.at;
  const where = `An error occurred while executing the state '${name}' (entered at the event id #${enteredEventId}). `;
  const isQuota = error === 'States.DataLimitExceeded';
  const cause = isQuota || thrown.cause === undefined ? thrown.cause : `${where}${thrown.cause}`;
  const failure: Failure = { error, ...(cause !== undefined && { cause }) };
  if (error === 'States.QueryEvaluationError')
    visit.draft.record(visit.frame, {
      type: 'EvaluationFailed',
      evaluationFailedEventDetails: { ...failure, ...(location !== undefined && { location }), state: name },
    });
  return failure;
}

function make(visit: Visit, move: Move): Maybe<void> {
  const { draft, frame } = visit;
  switch (move.to) {
    case 'stay':
      return undefined;
    case 'exit':
      return leave(visit, move) ? undefined : recover(visit, resultTooLarge(frame.at.name));
    case 'fail':
      return recover(visit, move.failure);
    case 'fork': {
      const { join, indexes } = beginMore(move.join);
      frame.at.join = join;
      for (const index of indexes) draft.errands.push({ do: 'begin', frame: frame.path, index });
      if (isOver(join)) draft.errands.push({ do: 'join', frame: frame.path, results: [] });
    }
  }
}

/** @returns false where the output is too large to pass on */
function leave({ draft, frame, state }: Visit, { output, assigned, next }: Move & { to: 'exit' }): boolean {
  const text = draft.text(output);
  if (isTooLarge(text)) return false;
  const { name } = frame.at;
  // A Fail state never leaves.
  const type = `${state.Type as Exclude<typeof state.Type, 'Fail'>}StateExited` as const;
  draft.record(frame, {
    type,
    stateExitedEventDetails: {
      name,
      output: text,
      outputDetails: WHOLE,
      ...assignedDetails(draft, assigned),
    },
  });
  if (assigned) frame.variables = { ...frame.variables, ...assigned };
  const target = next ?? ('Next' in state ? state.Next : undefined);
  draft.errands.push(
    target === undefined
      ? { do: 'end', frame: frame.path, output }
      : { do: 'enter', frame: frame.path, name: target, input: output },
  );
  return true;
}

function assignedDetails(draft: Draft, assigned: Record<string, Json> | undefined) {
  if (!assigned) return undefined;
  const texts = Object.entries(assigned).map(([name, value]) => [name, draft.text(value)] as const);
  return { assignedVariables: Object.fromEntries(texts), assignedVariablesDetails: WHOLE };
}

/** A failed state: tried again by Retry, left by Catch, or the end of its frame. */
export function recover(visit: Visit, failure: Failure): Maybe<void> {
  const { draft, frame, state } = visit;
  const { Retry, Catch } = state as { Retry?: readonly Retrier[]; Catch?: readonly Catcher[] };
  if (frame.at.join) kindOf(state).children?.broken?.(visit, failure);
  const retry = nextRetry(Retry, frame.at.retries, failure.error, draft.randomness().seed);
  if (retry) return waitForRetry(visit, retry);
  const { lastEventId: before } = frame;
  tellFailed(visit, failure);
  const index = findCatcher(Catch, failure.error);
  const catcher = Catch?.[index];
  if (!catcher) return fail(visit, failure);
  for (const child of draft.below(frame.path)) draft.remove(child);
  // Measured: the clause's own failure is told from before the state's, and no other clause takes it.
  const failedAgain = (error: unknown): void => {
    frame.lastEventId = before;
    const again = failureOf(visit, error);
    tellFailed(visit, again);
    fail(visit, again);
  };
  try {
    const move = leaveBy(visit, catcher, `Catch[${index}]`, failure);
    if (!(move instanceof Promise)) return leaveCaught(visit, move);
    return move.then((made) => leaveCaught(visit, made), failedAgain);
  } catch (error) {
    return failedAgain(error);
  }
}

/** Measured: States.Runtime ends the execution without a word of the states on its way. */
function tellFailed(visit: Visit, { error }: Failure): void {
  if (error !== 'States.Runtime') kindOf(visit.state).failed?.(visit);
}

function waitForRetry({ draft, frame }: Visit, retry: { retries: number[]; delayMs: number }): void {
  for (const child of draft.below(frame.path)) draft.remove(child);
  const { name, input, enteredTime, enteredEventId, retryCount } = frame.at;
  const timer = draft.newId('retry');
  frame.at = {
    ...{ name, input, enteredTime, enteredEventId, timer },
    retryCount: retryCount + 1,
    retries: retry.retries,
  };
  draft.setTimer(timer, draft.at + retry.delayMs, { kind: 'retry', frame: frame.path });
}

function leaveCaught(visit: Visit, move: Move): void {
  if (move.to !== 'exit' || !leave(visit, move)) fail(visit, resultTooLarge(visit.frame.at.name));
}

function fail(visit: Visit, { error, cause }: Failure): void {
  const { draft, frame, state } = visit;
  if (error !== 'States.Runtime') kindOf(state).ended?.(visit);
  draft.errands.push({
    do: 'fail',
    frame: frame.path,
    failure: { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) },
  });
}
