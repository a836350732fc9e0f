import {
  isObject,
  jsonataWithin,
  mermaid,
  parse,
  step,
  type Evaluate,
  type ExecutionState,
  type Json,
  type Problem,
  type Program,
  type StepEvent,
} from '../../../asl/index.js';
import type { SandboxWork } from '../../../platform/sandbox/work.js';
import { definitionLimits } from './definition-limits.js';
import type { Checked, DefinitionQuestion } from './definition-questions.js';

// Runs in a process of the sandbox, which loads nothing but this and the interpreter.

const jsonata = jsonataWithin(definitionLimits.expressionMs);

export const work: SandboxWork<DefinitionQuestion, Program | undefined> = {
  learn: (text) => JSON.parse(text) as Program,
  answer(question, program, clock) {
    if (question.kind === 'check') return checked(question.definition);
    if (program === undefined) throw new Error('a step without a program');
    const evaluate: Evaluate = (...given) => {
      clock.restart();
      return jsonata(...given);
    };
    const { state, event } = question;
    return step(
      program,
      JSON.parse(state) as ExecutionState | null,
      JSON.parse(event) as StepEvent,
      evaluate,
    );
  },
};

function checked(definition: string): Checked {
  const parsed = parse(definition);
  if ('problems' in parsed) return parsed;
  const problems = unstorable(parsed.program as unknown as Json);
  return problems.length > 0 ? { problems } : { drawing: mermaid(parsed.program) };
}

// eslint-disable-next-line no-control-regex
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const MOST = 20;

/** Texts that PostgreSQL cannot hold: names of states stand in rows of their own. parse() has bounded the depth. */
function unstorable(value: Json, pointer = '', found: Problem[] = []): Problem[] {
  const check = (text: string) => {
    if (found.length >= MOST || !UNSTORABLE.test(text)) return;
    const message = 'holds a character that cannot be stored (NUL or half of a pair)';
    found.push({ pointer, code: 'INVALID_JSON_DESCRIPTION', message });
  };
  if (typeof value === 'string') check(value);
  else if (Array.isArray(value)) value.forEach((item, at) => unstorable(item, `${pointer}/${at}`, found));
  else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      check(name);
      const token = name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
      unstorable(item, `${pointer}/${token}`, found);
    }
  }
  return found;
}
