import type { Draft } from './draft.js';
import type { Json, JsonObject } from './json.js';
import type { Frame } from './state.js';
import type { Visit } from './visit.js';

/** States whose `$$.State` tells how often they were retried. */
const RETRYING: ReadonlySet<string> = new Set(['Task', 'Parallel', 'Map']);

/**
 * The context object (`$$`, `$states.context`) in a state.
 * @param item of an iteration that is about to begin: its ItemSelector sees it
 */
export function contextOf({ draft, frame, state }: Visit, item = itemAround(draft, frame)): JsonObject {
  const { context } = draft.execution;
  const child = frame.child === undefined ? undefined : draft.find(frame.child);
  const { name, enteredTime, retryCount, task } = frame.at;
  return {
    Execution: child?.execution ?? context.Execution,
    StateMachine: context.StateMachine,
    State: {
      Name: name,
      EnteredTime: enteredTime,
      ...(RETRYING.has(state.Type) && { RetryCount: retryCount }),
    },
    ...(item && { Map: { Item: item } }),
    ...(task?.token !== undefined && { Task: { Token: task.token } }),
  };
}

/** The innermost iteration that the frame is in; a distributed Map's child knows of none but through its input. */
function itemAround(draft: Draft, frame: Frame): Frame['item'] {
  for (let at: Frame | undefined = frame; at; at = parentOf(draft, at)) {
    if (at.child === at.path) return undefined;
    if (at.item) return at.item;
  }
  return undefined;
}

/** The variables that a state sees: its machine's own and those of the machines around it. */
export function variablesOf(draft: Draft, frame: Frame): Readonly<Record<string, Json>> {
  if (frame.parent === undefined || frame.child === frame.path) return frame.variables;
  const parent = parentOf(draft, frame);
  return parent ? { ...variablesOf(draft, parent), ...frame.variables } : frame.variables;
}

const parentOf = (draft: Draft, frame: Frame): Frame | undefined =>
  frame.parent === undefined ? undefined : draft.find(frame.parent);
