import { runInNewContext } from 'node:vm';
import { LRUCache } from 'lru-cache';
import { sandboxLimits } from './limits.js';
import type { Asked, Told } from './messages.js';
import type { SandboxClock, SandboxWork } from './work.js';

// A process that computes for tenants, one question at a time: see process.ts for what it cannot do.

const { process } = globalThis;
const KEPT = 20;
const known = new LRUCache<string, { value: unknown }>({ max: KEPT });
const works = new Map<string, SandboxWork<unknown, unknown>>();

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

const clock: SandboxClock = {
  computedMs,
  restart: () => {
    readings = 0;
  },
};

/** What a work may need beside the language itself. */
const KEPT_GLOBALS = new Set(['Buffer', 'atob', 'btoa']);

/** An expression reaches no global; should one find a way after all, there is nothing to find. */
function emptyGlobals(): void {
  const language = new Set(runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[]);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!language.has(name) && !KEPT_GLOBALS.has(name)) Reflect.deleteProperty(globalThis, name);
  }
}

async function answer({ id, kind, question, hash, common }: Asked): Promise<Told> {
  const key = `${kind} ${hash ?? ''}`;
  if (hash !== undefined && common === undefined && !known.has(key)) return { kind: 'wants-common', id };
  try {
    const work = works.get(kind);
    if (work === undefined) throw new Error(`nothing here answers ${kind}`);
    if (hash !== undefined && !known.has(key)) known.set(key, { value: work.learn?.(common ?? '') });
    clock.restart();
    const found = hash === undefined ? undefined : known.get(key)?.value;
    const text = JSON.stringify(await work.answer(question, found, clock));
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

const tell = (told: Told): void => {
  process.send?.(told);
};

process.on('disconnect', () => process.exit(0));
// a terminal's Ctrl-C comes here too: who asks ends us, once it has what it waits for
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
for (const kind of process.argv.slice(2)) {
  const [name = '', url = ''] = kind.split('=');
  const { work } = (await import(decodeURIComponent(url))) as { work: SandboxWork<unknown, unknown> };
  works.set(decodeURIComponent(name), work);
}
process.on('message', (asked: Asked) => void answer(asked).then(tell));
emptyGlobals();
tell({ kind: 'ready' });
