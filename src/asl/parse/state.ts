import { isObject, type Json } from '../json.js';
import type { StateType } from '../program.js';
import { report, within, type Place } from './place.js';
import { shown } from './problems.js';
import { checkShape, own } from './shape.js';
import { STATES } from './states.js';

/** A state by its own shape; what it holds of machines is checked by whoever walks them. */
export function checkState(state: Json, place: Place): void {
  if (!isObject(state)) {
    report(place, 'Expected value of type Object');
    return;
  }
  const type = own(state, 'Type');
  if (type === undefined) report(place, 'These fields are required: [Type]');
  else if (typeof type === 'string' && isStateType(type)) checkShape(state, STATES[type], place);
  else {
    const given = typeof type === 'string' ? `'${shown(type)}'` : 'This';
    report(within(place, 'Type'), `${given} is not a state type: one of [${Object.keys(STATES).join(', ')}]`);
  }
}

const isStateType = (type: string): type is StateType => Object.hasOwn(STATES, type);
