import { isObject } from '../json.js';
import type { StateType } from '../program.js';
import { choices } from './choice.js';
import { checkMode, DISTRIBUTED, items, MAP_NUMBERS, pairs } from './map.js';
import { anyPath, output, referencePath, resultPath, template, textPath } from './paths.js';
import { report, within } from './place.js';
import { checkHeartbeat, checkTransition, credentials } from './state-rules.js';
import { catchers, retriers } from './recovery.js';
import { both, inJsonata, inJsonPath, nonEmpty, type Fields, type Shape } from './shape.js';
import {
  anything,
  flag,
  integer,
  MOST_SECONDS,
  nullable,
  orJsonata,
  resourceArn,
  text,
  timestamp,
} from './values.js';
import { assignment } from './variables.js';

const common: Fields = { Type: both(anything), Comment: both(text), QueryLanguage: both(anything) };
const inputOutput: Fields = {
  InputPath: inJsonPath(nullable(anyPath)),
  OutputPath: inJsonPath(nullable(anyPath)),
  Output: inJsonata(output),
};
const next: Fields = { Next: both(text), End: both(flag) };
const assign: Fields = { Assign: both(assignment) };
const results: Fields = {
  Parameters: inJsonPath(template),
  ResultSelector: inJsonPath(template),
  ResultPath: inJsonPath(nullable(resultPath)),
};
const recovery: Fields = { Retry: both(retriers), Catch: both(catchers) };

const seconds = (name: string): Fields => ({
  [name]: both(orJsonata(integer(1, MOST_SECONDS))),
  [`${name}Path`]: inJsonPath(referencePath),
});

/** Nested machines are checked where states are walked: here only that they are there. */
const machine = both((value, place) => {
  if (!isObject(value)) report(place, 'Expected value of type Object');
});
const machines = both(
  nonEmpty((value, place) => {
    if (!Array.isArray(value)) report(place, 'Expected value of type Array');
    else {
      for (const [position, branch] of value.entries()) machine.check(branch, within(place, position));
    }
  }),
);

/** What each type of state may hold: the pages state-pass, state-task, ... of the developer guide. */
export const STATES: Readonly<Record<StateType, Shape>> = {
  Pass: {
    fields: {
      ...common,
      ...next,
      ...inputOutput,
      ...assign,
      Parameters: inJsonPath(template),
      Result: inJsonPath(anything),
      ResultPath: inJsonPath(nullable(resultPath)),
    },
    also: checkTransition,
  },
  Task: {
    fields: {
      ...common,
      ...next,
      ...inputOutput,
      ...assign,
      ...results,
      ...recovery,
      Resource: both(resourceArn),
      Arguments: inJsonata(template),
      Credentials: both(credentials),
      ...seconds('TimeoutSeconds'),
      ...seconds('HeartbeatSeconds'),
    },
    required: ['Resource'],
    single: pairs('TimeoutSeconds', 'HeartbeatSeconds'),
    also: (state, place) => {
      checkTransition(state, place);
      checkHeartbeat(state, place);
    },
  },
  Choice: {
    fields: { ...common, ...inputOutput, ...assign, Choices: both(choices), Default: both(text) },
    required: ['Choices'],
  },
  Wait: {
    fields: {
      ...common,
      ...next,
      ...inputOutput,
      ...assign,
      Seconds: both(orJsonata(integer(0, MOST_SECONDS))),
      SecondsPath: inJsonPath(referencePath),
      Timestamp: both(orJsonata(timestamp)),
      TimestampPath: inJsonPath(referencePath),
    },
    some: [['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']],
    single: [['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']],
    also: checkTransition,
  },
  Succeed: { fields: { ...common, ...inputOutput } },
  Fail: {
    fields: {
      ...common,
      Error: both(orJsonata(text)),
      ErrorPath: inJsonPath(textPath),
      Cause: both(orJsonata(text)),
      CausePath: inJsonPath(textPath),
    },
    single: pairs('Error', 'Cause'),
  },
  Parallel: {
    fields: {
      ...common,
      ...next,
      ...inputOutput,
      ...assign,
      ...results,
      ...recovery,
      Arguments: inJsonata(template),
      Branches: machines,
    },
    required: ['Branches'],
    also: checkTransition,
  },
  Map: {
    fields: {
      ...common,
      ...next,
      ...inputOutput,
      ...assign,
      ...results,
      ...recovery,
      ...MAP_NUMBERS,
      ...DISTRIBUTED,
      ItemProcessor: machine,
      Iterator: machine,
      ItemsPath: inJsonPath(referencePath),
      Items: inJsonata(items),
      ItemSelector: both(template),
    },
    some: [['ItemProcessor', 'Iterator']],
    single: [
      ['ItemProcessor', 'Iterator'],
      ['ItemSelector', 'Parameters'],
      ...pairs('MaxConcurrency', 'ToleratedFailureCount', 'ToleratedFailurePercentage'),
    ],
    also: (state, place) => {
      checkTransition(state, place);
      checkMode(state, place);
    },
  },
};
