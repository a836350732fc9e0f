import type { Draft, Failure } from './draft.js';
import type { Json } from './json.js';
import { beginMore, isBorne, isOver, oneFailed, oneSucceeded, resultsOf } from './join.js';
import { machineAt } from './machines.js';
import { then, type Maybe } from './maybe.js';
import type { Frame, Join } from './state.js';
import { kindOf, visitOf } from './states/index.js';
import type { Child, Visit } from './visit.js';

/** Frames that begin and end below a Parallel or Map, and what becomes of their siblings. */

/** Starts one branch or iteration; the state that forks makes it. */
export function begin(draft: Draft, frame: Frame, index: number): Maybe<void> {
  const visit = visitOf(draft, frame);
  const { join } = frame.at;
  if (!join) return undefined;
  const child = kindOf(visit.state).children?.make(visit, join, index);
  return child && then(child, (made) => add(visit, made, index));
}

function add(visit: Visit, child: Child, index: number): void {
  const { draft, frame } = visit;
  const path = `${frame.path}/${frame.at.name.replaceAll('/', '~1')}/${index}`;
  const inside = child.execution ? path : frame.child;
  const added = draft.add({
    path,
    parent: frame.path,
    index,
    machine: child.machine,
    variables: {},
    lastEventId: child.execution ? 0 : frame.lastEventId,
    ...(inside !== undefined && { child: inside }),
    ...(child.execution && { execution: child.execution, events: 1 }),
    ...(child.item && { item: child.item }),
    at: { name: '', input: child.input, enteredTime: draft.now, enteredEventId: 0, retryCount: 0 },
  });
  kindOf(visit.state).children?.began?.(visit, added);
  const name = machineAt(draft.program, child.machine).StartAt;
  draft.errands.push({ do: 'enter', frame: path, name, input: child.input });
}

/** A branch or iteration has come to its end. */
export function end(draft: Draft, child: Frame, output: Json): void {
  const { visit, join } = parentOf(draft, child);
  store(visit, join, child, output);
  goOn(visit);
}

function store(visit: Visit, join: Join, child: Frame, output: Json): void {
  const { draft, frame } = visit;
  kindOf(visit.state).children?.succeeded?.(visit, child);
  const lastEventId = Math.max(join.lastEventId ?? 0, child.lastEventId);
  frame.at.join = {
    ...oneSucceeded(join, child.index, output),
    ...(child.execution === undefined && { lastEventId }),
  };
  for (const below of draft.below(child.path)) draft.remove(below);
  draft.remove(child.path);
}

/** A branch or iteration has failed: that is borne, or it ends its siblings. */
export function fail(draft: Draft, child: Frame, failure: Failure): void {
  const { visit, join } = parentOf(draft, child);
  const { frame, state } = visit;
  const { children } = kindOf(state);
  child.ended = 'failed';
  children?.failed?.(visit, child, failure);
  frame.at.join = oneFailed(join, child.index);
  if (isBorne(frame.at.join)) return goOn(visit);
  abortChildren(visit);
  if (!child.execution) frame.lastEventId = child.lastEventId;
  draft.errands.push({
    do: 'recover',
    frame: frame.path,
    failure: children?.failure?.(visit, failure) ?? failure,
  });
}

function goOn({ draft, frame }: Visit): void {
  if (!frame.at.join) return;
  const { join, indexes } = beginMore(frame.at.join);
  frame.at.join = join;
  for (const index of indexes) draft.errands.push({ do: 'begin', frame: frame.path, index });
  if (!isOver(join)) return;
  draft.errands.push({ do: 'join', frame: frame.path, results: resultsOf(join) });
}

/** Before a state that forks goes on with its results: nothing of the fork is left. */
export function dissolve(draft: Draft, frame: Frame): void {
  for (const child of draft.below(frame.path)) draft.remove(child);
  frame.lastEventId = frame.at.join?.lastEventId ?? frame.lastEventId;
  delete frame.at.join;
}

/** Ends what still runs below a state; it stays to be redriven, until a Retry or a Catch takes the failure. */
export function abortChildren(visit: Visit): void {
  const { draft, frame } = visit;
  finishEnded(visit);
  for (const path of draft.below(frame.path)) abort(draft, path);
  const unbegun = draft.errands
    .take((errand) => errand.do === 'begin' && errand.frame === frame.path)
    .map((errand) => (errand as { index: number }).index);
  draft.errands.take((errand) => errand.frame.startsWith(`${frame.path}/`));
  if (frame.at.join) frame.at.join = { ...frame.at.join, running: 0, ...(unbegun.length > 0 && { unbegun }) };
}

/** Everything below a frame that itself fails. */
export function abortBelow(draft: Draft, path: string): void {
  for (const below of draft.below(path)) abort(draft, below);
  draft.cancelIn(path);
  draft.errands.take(({ frame }) => frame === path || frame.startsWith(`${path}/`));
}

/** Children whose end was about to be told have not been aborted. */
function finishEnded(visit: Visit): void {
  const { draft, frame } = visit;
  const ended = draft.errands.take(
    (errand) => errand.do === 'end' && draft.find(errand.frame)?.parent === frame.path,
  );
  for (const errand of ended) {
    const child = draft.find(errand.frame);
    if (errand.do === 'end' && child && frame.at.join) store(visit, frame.at.join, child, errand.output);
  }
}

function abort(draft: Draft, path: string): void {
  const frame = draft.frame(path);
  if (frame.ended) return;
  frame.ended = 'aborted';
  draft.cancelIn(path);
  if (frame.at.name !== '') {
    const { Type } = visitOf(draft, frame).state;
    if (Type === 'Task' || Type === 'Wait' || Type === 'Parallel' || Type === 'Map')
      draft.recordAside(frame, { type: `${Type}StateAborted` });
  }
  const { visit } = parentOf(draft, frame);
  kindOf(visit.state).children?.aborted?.(visit, frame);
}

/**
 * Goes on with a frame that failed or was aborted: only what did not succeed is done again ("Restarting state machine
 * executions with redrive").
 */
export function redrive(draft: Draft, path: string): void {
  const frame = draft.frame(path);
  delete frame.ended;
  const children = draft.below(path).filter((below) => draft.find(below)?.parent === path);
  const { join } = frame.at;
  if (!join || children.length + (join.unbegun?.length ?? 0) === 0) return redriveState(draft, frame);
  const { without: _borne, unbegun = [], ...rest } = join;
  frame.at.join = { ...rest, failed: 0, running: children.length + unbegun.length };
  const visit = visitOf(draft, frame);
  kindOf(visit.state).children?.redriven?.(visit);
  for (const child of children) redrive(draft, child);
  for (const index of unbegun) draft.errands.push({ do: 'begin', frame: path, index });
  goOn(visit);
}

function redriveState(draft: Draft, frame: Frame): void {
  const { name, input, enteredTime, enteredEventId } = frame.at;
  // A child that was added, and aborted before its first state.
  const first = name === '' ? machineAt(draft.program, frame.machine).StartAt : name;
  if (name === '' || visitOf(draft, frame).state.Type === 'Fail')
    return draft.errands.push({ do: 'enter', frame: frame.path, name: first, input });
  frame.at = { name, input, enteredTime, enteredEventId, retryCount: 0 };
  draft.errands.push({ do: 'reenter', frame: frame.path });
}

function parentOf(draft: Draft, child: Frame): { visit: Visit; join: Join } {
  const frame = draft.frame(child.parent ?? '');
  if (!frame.at.join) throw new Error(`Nothing waits for ${child.path}`);
  return { visit: visitOf(draft, frame), join: frame.at.join };
}
