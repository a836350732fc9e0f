import { AppError } from '../../shared/app-error.js';

interface Turn {
  work: (place: number) => Promise<void>;
  drop: (error: Error) => void;
}

/** What waits of one tenant. */
interface Line {
  waiting: Turn[];
  isRunning: boolean;
  /** How long its turns have taken lately. */
  usedMs: number;
  /** When `usedMs` was right. */
  at: number;
}

const HALF_LIFE_MS = 10_000;
/** More than this lately: of those there may be so many at once that a place stays free for the others. */
const HEAVY_MS = 1_000;
const FORGOTTEN_MS = 1;

/**
 * Shares a few places among tenants: one turn at a time for each, and the one first that has used the least lately.
 * Whoever has used much never gets the last place, so that others wait for at most one turn of somebody new.
 */
export class FairTurns {
  readonly #lines = new Map<string, Line>();
  readonly #free: number[];
  #heavyRunning = 0;

  constructor(
    private readonly places: number,
    private readonly mostWaiting: number,
  ) {
    this.#free = Array.from({ length: places }, (_, place) => place);
  }

  /**
   * Runs `work` on a place, when it is the tenant's turn.
   * @throws AppError UNAVAILABLE where too much of the tenant waits already
   */
  take<T>(tenantId: string, work: (place: number) => Promise<T>): Promise<T> {
    const line = this.#lineOf(tenantId);
    if (line.waiting.length >= this.mostWaiting) {
      const message = 'Too much of your own waits for its turn to be computed; try again later';
      return Promise.reject(new AppError('UNAVAILABLE', message));
    }
    return new Promise((resolve, reject) => {
      line.waiting.push({ work: (place) => work(place).then(resolve, reject), drop: reject });
      this.#pump();
    });
  }

  /** Gives up what waits. */
  drop(error: Error): void {
    for (const { waiting } of this.#lines.values()) {
      for (const turn of waiting.splice(0)) turn.drop(error);
    }
  }

  #lineOf(tenantId: string): Line {
    let line = this.#lines.get(tenantId);
    if (line === undefined) {
      line = { waiting: [], isRunning: false, usedMs: 0, at: performance.now() };
      this.#lines.set(tenantId, line);
    }
    return line;
  }

  #pump(): void {
    for (;;) {
      const next = this.#free.length === 0 ? undefined : this.#next();
      const turn = next?.line.waiting.shift();
      const place = turn && this.#free.shift();
      if (next === undefined || turn === undefined || place === undefined) return;
      void this.#run(next, turn, place);
    }
  }

  #next(): { line: Line; isHeavy: boolean } | undefined {
    const now = performance.now();
    const mayBeHeavy = this.places === 1 || this.#heavyRunning < this.places - 1;
    let best: { line: Line; isHeavy: boolean } | undefined;
    for (const [tenantId, line] of this.#lines) {
      decay(line, now);
      const isHeavy = line.usedMs > HEAVY_MS;
      const isIdle = line.waiting.length === 0;
      if (isIdle && !line.isRunning && line.usedMs < FORGOTTEN_MS) this.#lines.delete(tenantId);
      if (isIdle || line.isRunning || (isHeavy && !mayBeHeavy)) continue;
      if (best === undefined || line.usedMs < best.line.usedMs) best = { line, isHeavy };
    }
    return best;
  }

  async #run({ line, isHeavy }: { line: Line; isHeavy: boolean }, turn: Turn, place: number): Promise<void> {
    line.isRunning = true;
    if (isHeavy) this.#heavyRunning += 1;
    const began = performance.now();
    await turn.work(place);
    const ended = performance.now();
    decay(line, ended);
    line.usedMs += ended - began;
    if (isHeavy) this.#heavyRunning -= 1;
    line.isRunning = false;
    this.#free.push(place);
    this.#pump();
  }
}

/** What was used is forgotten by and by. */
function decay(line: Line, now: number): void {
  line.usedMs *= 0.5 ** ((now - line.at) / HALF_LIFE_MS);
  line.at = now;
}
