import { isObject, type JsonObject } from '../json.js';
import { template } from './paths.js';
import { report, within, type Place } from './place.js';
import { own, type Check } from './shape.js';

/** A state leads on or ends, one of both (statemachine-structure). End may be false where Next is there. */
export function checkTransition(state: JsonObject, place: Place): void {
  const ends = own(state, 'End') === true;
  if (ends && Object.hasOwn(state, 'Next')) {
    report(place, 'There should only be one of the following fields: [Next, End]');
  } else if (!ends && !Object.hasOwn(state, 'Next')) {
    report(place, "A state needs either 'Next' with the name of a state or 'End' with true");
  }
}

/** state-task, "HeartbeatSeconds": smaller than the timeout, or it would never be noticed. */
export function checkHeartbeat(state: JsonObject, place: Place): void {
  const timeout = own(state, 'TimeoutSeconds');
  const heartbeat = own(state, 'HeartbeatSeconds');
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    report(within(place, 'HeartbeatSeconds'), 'HeartbeatSeconds must be smaller than TimeoutSeconds');
  }
}

/** concepts-access-cross-acct-resources: a role to take for the task. */
export const credentials: Check = (value, place) => {
  template(value, place);
  if (place.language === 'JSONata' && typeof value === 'string') return;
  if (!isObject(value)) report(place, 'Expected value of type Object');
  else if (!Object.hasOwn(value, 'RoleArn') && !Object.hasOwn(value, 'RoleArn.$')) {
    report(place, 'These fields are required: [RoleArn]');
  }
};
