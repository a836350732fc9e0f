import { runInNewContext } from 'node:vm';
import { LRUCache } from 'lru-cache';
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
import { sandboxLimits } from '../domain/cut-off.js';
import type { Asked, Checked, Told } from './sandbox-messages.js';

// A process that computes for tenants, one question at a time: see sandbox-process.ts for what it cannot do.

const { process } = globalThis;
const KEPT_PROGRAMS = 20;
const programs = new LRUCache<string, Program>({ max: KEPT_PROGRAMS });
const jsonata = jsonataWithin(sandboxLimits.expressionMs);

/** An expression's limit is one of computing time, too: JSONata reads it from here, and nothing else reads it. */
let nowMs = 0;
let readings = 0;
const READ_EVERY = 64; // it is read at each step of an expression, and asking the system costs as much as one
Date.now = () => {
  if (readings % READ_EVERY === 0) nowMs = computedMs();
  readings += 1;
  return nowMs;
};

function computedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const evaluate: Evaluate = (...given) => {
  readings = 0;
  return jsonata(...given);
};

/** What the interpreter needs beside the language itself. */
const KEPT_GLOBALS = new Set(['Buffer', 'atob', 'btoa']);

/** An expression reaches no global; should one find a way after all, there is nothing to find. */
function emptyGlobals(): void {
  const language = new Set(runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[]);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!language.has(name) && !KEPT_GLOBALS.has(name)) Reflect.deleteProperty(globalThis, name);
  }
}

async function answer(asked: Asked): Promise<Told> {
  const { id } = asked;
  if (asked.kind === 'step' && asked.program === undefined && !programs.has(asked.hash)) {
    return { kind: 'wants-program', id };
  }
  try {
    const text = JSON.stringify(asked.kind === 'step' ? await stepped(asked) : checked(asked.definition));
    if (text.length > sandboxLimits.answerBytes) return { kind: 'too-large', id };
    return { kind: 'answer', id, text, cpuMs: computedMs() };
  } catch (error) {
    // a text longer than the engine can hold
    if (error instanceof RangeError && error.message === 'Invalid string length')
      return { kind: 'too-large', id };
    return {
      kind: 'failed',
      id,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

function stepped({ hash, program: text, state, event }: Extract<Asked, { kind: 'step' }>) {
  const program = programs.get(hash) ?? (JSON.parse(text ?? '') as Program);
  programs.set(hash, program);
  return step(program, JSON.parse(state) as ExecutionState | null, JSON.parse(event) as StepEvent, evaluate);
}

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

const tell = (told: Told): void => {
  process.send?.(told);
};
process.on('message', (asked: Asked) => void answer(asked).then(tell));
process.on('disconnect', () => process.exit(0));
// a terminal's Ctrl-C comes here too: who asks ends us, once it has what it waits for
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
emptyGlobals();
tell({ kind: 'ready' });
