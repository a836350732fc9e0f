import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

/** A process that dies at a statement: before it is run, or after it was and nobody heard of it. */
export interface CrashPoint {
  /** After so many statements more. */
  statements: number;
  isDone: boolean;
}

class Crashed extends Error {
  constructor() {
    super('the process has died');
    this.name = 'Crashed';
  }
}

interface Life {
  left: number;
  isDone: boolean;
  isOver: boolean;
}

type Query = (this: pg.Client, config: unknown, ...rest: unknown[]) => unknown;

const lives = new AsyncLocalStorage<Life>();

/**
 * Lets work die at statements that it sends to PostgreSQL. What was begun is then rolled back, as PostgreSQL does when
 * a connection breaks, and nothing more of that work reaches it. Only what runs within `until` is counted, and of that
 * what `counts` matches.
 */
export function statementCrashes(counts = /^/) {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const query = prototype.query;
  prototype.query = function counted(config, ...rest) {
    const life = lives.getStore();
    if (life === undefined) return query.call(this, config, ...rest);
    const text = textOf(config);
    if (/^\s*ROLLBACK/i.test(text)) return query.call(this, config, ...rest);
    if (life.isOver) return failed(query, this, text, rest);
    if (counts.test(text)) life.left -= 1;
    if (life.left > 0 || !counts.test(text)) return query.call(this, config, ...rest);
    life.isOver = true;
    if (!life.isDone) return failed(query, this, text, rest);
    return answered(query.call(this, config, ...withoutCallback(rest)), rest);
  };
  return {
    /** @returns what `work` gave; undefined: it has died at `crash`. @throws what `work` threw for other reasons */
    async until<T>(crash: CrashPoint | undefined, work: () => Promise<T>): Promise<{ value: T } | undefined> {
      const life = { left: crash?.statements ?? Infinity, isDone: crash?.isDone ?? false, isOver: false };
      try {
        const value = await lives.run(life, work);
        if (crash !== undefined) crash.statements = life.left;
        return life.isOver ? undefined : { value };
      } catch (error) {
        if (life.isOver) return undefined;
        throw error;
      }
    },
    restore: () => {
      prototype.query = query;
    },
  };
}

/** A COMMIT that never comes is a ROLLBACK: otherwise the connection would keep its locks. */
function failed(query: Query, client: pg.Client, text: string, rest: unknown[]): unknown {
  const undone = /^\s*COMMIT/i.test(text) ? query.call(client, 'ROLLBACK') : Promise.resolve();
  return answered(undone, rest);
}

/** Whatever the answer was: nobody hears it. */
function answered(work: unknown, rest: unknown[]): unknown {
  const told = Promise.resolve(work).then(
    () => Promise.reject(new Crashed()),
    () => Promise.reject(new Crashed()),
  );
  const callback = rest.at(-1);
  if (typeof callback !== 'function') return told;
  told.catch((error: unknown) => (callback as (error: unknown) => void)(error));
  return undefined;
}

const withoutCallback = (rest: unknown[]): unknown[] =>
  typeof rest.at(-1) === 'function' ? rest.slice(0, -1) : rest;

function textOf(config: unknown): string {
  if (typeof config === 'string') return config;
  const { text } = config as { text?: unknown };
  return typeof text === 'string' ? text : '';
}
