const OPENS_AFTER = 5;
const OPEN_MS = 60_000;

/** How often in a row something has failed, and until when it is left alone. */
export interface Circuit {
  failures: number;
  openUntil: number;
  lastError: string;
}

/** After 5 failures in a row it is open for a minute; then one try tells whether it closes. Times in milliseconds. */
export class Circuits {
  readonly #circuits = new Map<string, Circuit>();

  /**
   * Asks for a try: undefined is yes. While it is half open, one asks, and the others wait for what comes of it.
   * @returns how long to wait (milliseconds), and why
   */
  refusal(name: string, now: number): { waitMs: number; reason: string } | undefined {
    const circuit = this.#circuits.get(name);
    if (circuit === undefined || circuit.failures < OPENS_AFTER) return undefined;
    // further ahead than it ever is set: the clock has been put back since
    if (circuit.openUntil > now && circuit.openUntil <= now + OPEN_MS) {
      const reason = `The circuit of ${name} is open after ${circuit.failures} failures in a row: ${circuit.lastError}`;
      return { waitMs: circuit.openUntil - now, reason };
    }
    circuit.openUntil = now + OPEN_MS; // a probe that never comes back must not close the way for ever
    return undefined;
  }

  succeeded(name: string): void {
    this.#circuits.delete(name);
  }

  failed(name: string, error: string, now: number): void {
    const failures = (this.#circuits.get(name)?.failures ?? 0) + 1;
    this.#circuits.set(name, {
      failures,
      openUntil: failures < OPENS_AFTER ? 0 : now + OPEN_MS,
      lastError: error,
    });
  }
}
