import { isObject, type Json, type Machine, type StateDefinition } from '../../../asl/index.js';
import { statesOf } from './progress.js';

const FUNCTION = /^arn:aws[a-z-]*:lambda:[^:]*:[^:]*:function:/;
const INVOKE = /:states:[^:]*:[^:]*:lambda:invoke(\.waitForTaskToken)?$/;
const MESSAGE = /:states:[^:]*:[^:]*:sqs:sendMessage\.waitForTaskToken$/;

/** A task that a definition names. */
export interface NamedTask {
  state: string;
  /** A function's name or ARN, or a name of our own. */
  task: string;
}

/** The tasks that a definition asks us for by a name that stands in it; one that is made at run time is not among them. */
export function namedTasks(machine: Machine): NamedTask[] {
  return statesOf(machine).flatMap(([state, definition]) => {
    const task = taskOf(definition);
    return task === undefined || task.startsWith('{%') ? [] : [{ state, task }];
  });
}

function taskOf(state: StateDefinition): string | undefined {
  if (state.Type !== 'Task') return undefined;
  const { Resource: resource } = state;
  if (FUNCTION.test(resource)) return resource;
  const given = state.Arguments ?? state.Parameters;
  if (INVOKE.test(resource)) return text(given, 'FunctionName');
  if (MESSAGE.test(resource)) return text(isObject(given) ? given['MessageBody'] : undefined, 'task');
  return undefined;
}

function text(value: Json | undefined, field: string): string | undefined {
  const found = isObject(value) ? value[field] : undefined;
  return typeof found === 'string' ? found : undefined;
}
