import type { JsonObject } from '../json.js';
import { everyState } from './nested.js';
import { shown, type Problems } from './problems.js';
import { own } from './shape.js';

/** service-quotas, "Maximum state name length", in characters of Unicode. */
const MAX_NAME = 80;

/** Names of states and labels of Maps are unique in the whole definition, nested machines included. */
export function checkNames(definition: JsonObject, problems: Problems): void {
  const names = new Map<string, string>();
  const labels = new Map<string, string>();
  for (const { name, state, pointer } of everyState(definition)) {
    if (problems.full) return;
    checkName(name, pointer, problems);
    const first = names.get(name);
    if (first === undefined) names.set(name, pointer);
    else {
      const message = `Duplicate State name: ${shown(name)}, as at ${shown(first)}`;
      problems.add(pointer, 'DUPLICATE_STATE_NAME', message);
    }
    const label = own(state, 'Label');
    if (typeof label !== 'string') continue;
    if (labels.has(label)) {
      problems.add(`${pointer}/Label`, 'DUPLICATE_LABEL_NAME', `Duplicate label: ${shown(label)}`);
    } else labels.set(label, pointer);
  }
}

function checkName(name: string, pointer: string, problems: Problems): void {
  if (name.trim() === '') problems.add(pointer, 'INVALID_STATE_NAME', 'A state needs a name');
  else if (name.length > MAX_NAME && [...name].length > MAX_NAME) {
    const message = `A state's name may not be longer than ${MAX_NAME} characters`;
    problems.add(pointer, 'INVALID_STATE_NAME', message);
  }
}
