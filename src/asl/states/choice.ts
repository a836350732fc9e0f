import { runtimeError } from '../errors.js';
import { mistyped } from '../fields.js';
import { assign, effectiveInput, exit, fill, leaveAsCame, scopeOf } from '../flow.js';
import { readSelected } from '../data/index.js';
import { then, type Maybe } from '../maybe.js';
import type { ChoiceRule, ChoiceState } from '../program.js';
import type { Move, StateKind, Visit } from '../visit.js';
import { holds } from './choice-rule.js';

type ChoiceVisit = Visit<ChoiceState>;

/** Choice: the first rule that holds says where to go, else Default. */
export const choice: StateKind<ChoiceState> = {
  enter(visit) {
    return then(firstThatHolds(visit, 0), (index) =>
      index === undefined ? byDefault(visit) : byRule(visit, index),
    );
  },
};

function firstThatHolds(visit: ChoiceVisit, from: number): Maybe<number | undefined> {
  const { Choices } = visit.state;
  if (visit.language === 'JSONPath') {
    const scope = scopeOf(visit, effectiveInput(visit));
    const at = Choices.findIndex((rule) => holds(rule, scope));
    return at < 0 ? undefined : at;
  }
  if (from >= Choices.length) return undefined;
  return then(condition(visit, Choices[from], from), (is) => (is ? from : firstThatHolds(visit, from + 1)));
}

function condition(visit: ChoiceVisit, rule: ChoiceRule | undefined, index: number): Maybe<boolean> {
  const text = rule?.Condition;
  if (typeof text !== 'string') return text === true;
  const field = `Choices[${index}]/Condition`;
  return then(fill(visit, text, field), (value) => {
    if (typeof value !== 'boolean') throw mistyped(visit, text, field, 'boolean', value);
    return value;
  });
}

/** A rule has its own Assign and Output; those of the state are the Default's (recorded). */
function byRule(visit: ChoiceVisit, index: number): Maybe<Move> {
  const { Next, Assign, Output } = visit.state.Choices[index] ?? {};
  const place = `Choices[${index}]`;
  const input = effectiveInput(visit);
  return then(assign(visit, Assign, { input }, `${place}/Assign`), (assigned) => {
    if (visit.language === 'JSONPath') return exit(selectOutput(visit, input), assigned, Next);
    return then(Output === undefined ? input : fill(visit, Output, `${place}/Output`), (output) =>
      exit(output, assigned, Next),
    );
  });
}

function selectOutput(visit: ChoiceVisit, input: ReturnType<typeof effectiveInput>) {
  const { OutputPath } = visit.state;
  return OutputPath === undefined ? input : readSelected(OutputPath, scopeOf(visit, input));
}

function byDefault(visit: ChoiceVisit): Maybe<Move> {
  const { Default } = visit.state;
  if (Default === undefined)
    // Measured, though the States Language calls it States.NoChoiceMatched.
    throw runtimeError('Failed to transition out of the state. The state does not point to a next state.');
  return then(leaveAsCame(visit), (move) => ({ ...move, next: Default }));
}
