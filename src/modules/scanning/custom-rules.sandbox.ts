import { faultOfJsonata, jsonataOver, type Json } from '../../asl/index.js';
import type { SandboxClock, SandboxWork } from '../../platform/sandbox/work.js';
import type { AskedResource, CustomAnswer, CustomQuestion } from './custom-questions.js';
import { customTimes } from './custom-times.js';
import type { CustomOutcome } from './domain/custom-outcome.js';

// Runs in a process of the sandbox, which loads nothing but this and the interpreter of expressions.

const jsonata = jsonataOver(customTimes.expressionMs);
/** What an answer may come to before the rest is asked anew. */
const ENOUGH_TEXT = 4 * 1024 * 1024;
/** What is told of the fields that an expression read. */
const MOST_READ = 8 * 1024;
const TIMEOUT = /Expression evaluation timeout/;

type Page = Extract<CustomQuestion, { kind: 'page' }>;

export const work: SandboxWork<CustomQuestion> = {
  async answer(question, _known, clock): Promise<CustomAnswer> {
    return question.kind === 'check'
      ? { fault: faultOfJsonata(question.expression) ?? null }
      : { outcomes: await outcomesOf(question, clock) };
  },
};

async function outcomesOf(page: Page, clock: SandboxClock): Promise<CustomOutcome[]> {
  const { expressions, resources, from } = page;
  const outcomes: CustomOutcome[] = [];
  const used = new Map<string, number>();
  const began = clock.computedMs();
  let told = 0;
  for (let at = from; at < expressions.length * resources.length; at += 1) {
    const expression = expressions[Math.floor(at / resources.length)] ?? '';
    const resource = resources[at % resources.length];
    if (resource === undefined) break;
    const before = clock.computedMs();
    if (outcomes.length > 0 && (before - began > customTimes.enoughMs || told > ENOUGH_TEXT)) break;
    const usedMs = used.get(expression) ?? 0;
    const outcome: CustomOutcome =
      usedMs > customTimes.ruleMs
        ? tooSlow(customTimes.ruleMs)
        : await once(expression, resource, page, clock);
    used.set(expression, usedMs + clock.computedMs() - before);
    if ('gave' in outcome) told += (outcome.gave?.length ?? 0) + MOST_READ;
    outcomes.push(outcome);
  }
  return outcomes;
}

async function once(
  expression: string,
  { text, missing: places, resource }: AskedResource,
  { nowMs }: Page,
  clock: SandboxClock,
): Promise<CustomOutcome> {
  const seen = watched(text, places);
  try {
    clock.restart();
    const value = await jsonata(expression, seen.input, { resource }, { now: nowMs, seed: resource.arn });
    const gave = value === undefined ? {} : { gave: JSON.stringify(value) };
    const missing = [...seen.missing]; // what is told below reads on
    return { ...gave, read: toTell(seen.read), missing };
  } catch (error) {
    const failed = reasonOf(error);
    return TIMEOUT.test(failed) ? tooSlow(customTimes.expressionMs) : { failed, missing: [...seen.missing] };
  }
}

const tooSlow = (ms: number): CustomOutcome => ({
  limit: `The expression was stopped: it computed for more than ${ms / 1000} s`,
});

function reasonOf(error: unknown): string {
  const { cause, message } = Object(error) as { cause?: unknown; message?: unknown };
  return (typeof cause === 'string' ? cause : String(message ?? error)).slice(0, 300);
}

/** A configuration that notes which of its fields are read, and which places without evidence. */
function watched(text: string, missing: AskedResource['missing']) {
  const configuration = JSON.parse(text) as Record<string, Json>;
  const found = { input: configuration, read: new Map<string, unknown>(), missing: new Set<number>() };
  missing.forEach((path, at) => {
    const last = path.at(-1);
    const place = path
      .slice(0, -1)
      .reduce<unknown>(
        (inner, step) => (Object(inner) as Record<string | number, unknown>)[step],
        configuration,
      );
    if (last === undefined || typeof place !== 'object' || place === null) return;
    const get = () => void found.missing.add(at);
    Object.defineProperty(place, last, { get, enumerable: true, configurable: true });
  });
  for (const [name, field] of Object.entries(Object.getOwnPropertyDescriptors(configuration))) {
    if (field.get !== undefined) continue;
    const get = (): unknown => {
      found.read.set(name, field.value);
      return field.value as unknown;
    };
    Object.defineProperty(configuration, name, { get, enumerable: true, configurable: true });
  }
  return found;
}

/** The fields that were read, as far as they are small. */
function toTell(read: ReadonlyMap<string, unknown>): Record<string, unknown> {
  let length = 0;
  const small = [...read].filter(([, value]) => {
    const own = JSON.stringify(value ?? null).length;
    if (length + own > MOST_READ) return false;
    length += own;
    return true;
  });
  return Object.fromEntries(small);
}
