import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Begins works and waits for them, but not for long: what a tenant's own definition holds up goes on by itself, and
 * the others are not kept waiting. A work that is still under way is not begun again.
 */
export class Unhurried {
  readonly #underWay = new Set<string>();

  /** @param onLate hears of what fails when nobody waits for it any more */
  constructor(
    private readonly patienceMs: number,
    private readonly onLate: (error: unknown) => void,
  ) {}

  /** @param works by a name of each @throws what one of them throws in time */
  async begin(works: Iterable<readonly [name: string, work: () => Promise<void>]>): Promise<void> {
    const begun: Promise<void>[] = [];
    for (const [name, work] of works) {
      if (this.#underWay.has(name)) continue;
      this.#underWay.add(name);
      begun.push(work().finally(() => this.#underWay.delete(name)));
    }
    if (begun.length === 0) return;
    let isLate = false;
    const all = Promise.all(begun).catch((error: unknown) => {
      if (!isLate) throw error;
      this.onLate(error);
    });
    const patience = new AbortController();
    const over = sleep(this.patienceMs, undefined, { ref: false, signal: patience.signal });
    await Promise.race([all, over.then(() => (isLate = true))]).finally(() => patience.abort());
  }
}
