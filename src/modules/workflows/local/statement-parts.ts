import type { Statement } from '../../../platform/database/index.js';

/**
 * A statement of those parts that have something to do: each that is left out saves a twentieth of its time. Which
 * parts it has is its name, so that every form of it is prepared once.
 */
export class StatementParts {
  readonly #values: unknown[] = [];
  readonly #parts: string[] = [];
  #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** @returns the parameter that stands for the value */
  value(value: unknown): string {
    this.#values.push(value);
    return `$${this.#values.length}`;
  }

  always(part: string): this {
    this.#parts.push(part);
    return this;
  }

  /** Adds a part that works on rows, where there are some. `mark` names it. */
  over(mark: string, rows: readonly unknown[], part: (parameter: string) => string): this {
    if (rows.length === 0) return this;
    this.#name += mark;
    return this.always(part(this.value(JSON.stringify(rows))));
  }

  when(mark: string, isWanted: boolean, part: string): this {
    if (!isWanted) return this;
    this.#name += mark;
    return this.always(part);
  }

  build(select: string): { statement: Statement; values: unknown[] } {
    const text = `WITH ${this.#parts.join(',\n')}\n${select}`;
    return { statement: { name: this.#name, text }, values: this.#values };
  }
}
