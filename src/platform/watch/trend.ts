const LOOKS_BACK_MS = 300_000;
const APART_MS = 20_000;

/** Whether a figure grows, by what it was when somebody last asked, within five minutes. */
export class Trend {
  #samples: { at: number; value: number }[] = [];

  /** @returns words for the end of a sentence: ` and growing`, ` and falling`, or nothing */
  of(value: number, now = performance.now()): string {
    this.#samples = this.#samples.filter(({ at }) => now - at <= LOOKS_BACK_MS);
    const before = this.#samples.find(({ at }) => now - at >= APART_MS);
    const last = this.#samples.at(-1);
    if (last === undefined || now - last.at >= APART_MS) this.#samples.push({ at: now, value });
    if (before === undefined || before.value === value) return '';
    return value > before.value ? ' and growing' : ' and falling';
  }
}
