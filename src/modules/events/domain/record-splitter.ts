const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [34, 92, 91, 93, 123, 125];
const COMMA = 44;

/** Why a file is not one of CloudTrail's. */
export class NoTrailFile extends Error {}

/**
 * Cuts `{"Records":[ … ]}` into the texts of its records as it comes in: a file of 50 MB is never in memory as a whole.
 * What is inside a record is not checked here.
 */
export class RecordSplitter {
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  #isInRecords = false;
  #hasRecords = false;
  /** What has come of a record that has not ended. */
  #held: string[] = [];

  /** @returns the records that end in this part. @throws NoTrailFile */
  push(text: string): string[] {
    const records: string[] = [];
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#isInText) this.#inText(code);
      else if (code === OPEN || code === OPEN_LIST) {
        if (this.#isBetween && code === OPEN) start = at;
        else this.#checkBetween();
        if (this.#depth === 1 && code === OPEN_LIST) this.#isInRecords = this.#hasRecords = true;
        this.#depth += 1;
      } else if (code === CLOSE || code === CLOSE_LIST) {
        this.#depth -= 1;
        if (this.#depth < 0) throw new NoTrailFile('it is no JSON');
        if (this.#isBetween && code === CLOSE) {
          records.push(this.#held.join('') + text.slice(start, at + 1));
          this.#held = [];
        }
        if (this.#depth === 1) this.#isInRecords = false;
      } else if (code === QUOTE) {
        this.#checkBetween();
        this.#isInText = true;
      } else if (code > 32 && code !== COMMA) this.#checkBetween();
    }
    if (this.#isInRecords && this.#depth > 2) this.#held.push(text.slice(start));
    return records;
  }

  /** @throws NoTrailFile where it was cut off, or had no records at all */
  end(): void {
    if (this.#depth !== 0 || this.#isInText) throw new NoTrailFile('it ends too early');
    if (!this.#hasRecords) throw new NoTrailFile('it has no Records');
  }

  /** Directly in the list: only records may begin here. */
  get #isBetween(): boolean {
    return this.#isInRecords && this.#depth === 2;
  }

  #checkBetween(): void {
    if (this.#isBetween) throw new NoTrailFile('its Records are no objects');
    if (this.#depth === 0 && this.#hasRecords) throw new NoTrailFile('it goes on after its end');
  }

  #inText(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === BACKSLASH) this.#isEscaped = true;
    else if (code === QUOTE) this.#isInText = false;
  }
}
