import type { AttemptOutcome } from './attempts.service.js';

/** Attempts that have been claimed by this process and not closed, and the outcomes that are to be written. */
export class RunsInFlight {
  readonly #claims = new Map<string, { id: string; attempt: number }>();
  #outcomes: AttemptOutcome[] = [];

  get size(): number {
    return this.#claims.size;
  }

  /** For the heartbeat. */
  claims(): { id: string; attempt: number }[] {
    return [...this.#claims.values()];
  }

  begin(claim: { id: string; attempt: number }): void {
    this.#claims.set(claim.id, claim);
  }

  /** The attempt has been made; its row is still to be closed. */
  finish(outcome: AttemptOutcome): void {
    this.#outcomes.push(outcome);
  }

  takeOutcomes(limit: number): AttemptOutcome[] {
    return this.#outcomes.splice(0, limit);
  }

  giveBack(outcomes: readonly AttemptOutcome[]): void {
    this.#outcomes.unshift(...outcomes);
  }

  closed(outcomes: readonly AttemptOutcome[]): void {
    for (const { run } of outcomes) {
      if (this.#claims.get(run.id)?.attempt === run.attempt) this.#claims.delete(run.id);
    }
  }
}
