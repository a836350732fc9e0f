import { Injectable } from '@nestjs/common';
import type { Lane } from './job.js';

/** A job that this process runs for longer than its kind does. */
export interface LongJob {
  id: string;
  name: string;
  tenantId: string;
  seconds: number;
}

interface Begun {
  id: string;
  name: string;
  tenantId: string;
  lane: Lane;
  since: number;
}

/** What no job of a lane takes, as long as nothing is known of its kind. */
const LONGEST_SECONDS: Record<Lane, number> = { default: 900, scan: 3600 };
/** So many of a kind must have ended before they say how long it takes. */
const KNOWN_AFTER = 20;
const TIMES = 10;
const SHORTEST_LIMIT_SECONDS = 120;

/** What this process runs now, and how long each kind of job took it at most. */
@Injectable()
export class RunningJobs {
  readonly #running = new Set<Begun>();
  readonly #ended = new Map<string, { count: number; longestSeconds: number }>();

  get count(): number {
    return this.#running.size;
  }

  /** @returns what is to be called at its end */
  begin({ id, name, tenantId, lane }: Omit<Begun, 'since'>): () => void {
    const begun = { id, name, tenantId, lane, since: performance.now() };
    this.#running.add(begun);
    return () => {
      this.#running.delete(begun);
      const { count, longestSeconds } = this.#ended.get(name) ?? { count: 0, longestSeconds: 0 };
      this.#ended.set(name, { count: count + 1, longestSeconds: Math.max(longestSeconds, secondsOf(begun)) });
    };
  }

  /** Those that run for ten times as long as the longest of their kind, or for longer than any of their lane should. */
  tooLong(): LongJob[] {
    return [...this.#running].flatMap((begun) => {
      const seconds = secondsOf(begun);
      if (seconds <= this.#limitOf(begun)) return [];
      const { id, name, tenantId } = begun;
      return [{ id, name, tenantId, seconds: Math.round(seconds) }];
    });
  }

  #limitOf({ name, lane }: Begun): number {
    const longest = LONGEST_SECONDS[lane];
    const known = this.#ended.get(name);
    if (known === undefined || known.count < KNOWN_AFTER) return longest;
    return Math.min(longest, Math.max(SHORTEST_LIMIT_SECONDS, TIMES * known.longestSeconds));
  }
}

const secondsOf = ({ since }: Begun): number => (performance.now() - since) / 1000;
