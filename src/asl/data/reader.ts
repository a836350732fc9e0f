/** A text that is not in the syntax it should be in. `message` says what was met where. */
export class SyntaxFault extends Error {}

/** Reads a text from left to right; the parsers of paths, filters and intrinsics share one. */
export class Reader {
  position = 0;

  constructor(readonly text: string) {}

  get done(): boolean {
    return this.position >= this.text.length;
  }

  /** The character here, or '' at the end. */
  peek(): string {
    return this.text.charAt(this.position);
  }

  next(): string {
    const character = this.peek();
    this.position += 1;
    return character;
  }

  startsWith(token: string): boolean {
    return this.text.startsWith(token, this.position);
  }

  /** Takes the token if it stands here. */
  take(token: string): boolean {
    if (!this.startsWith(token)) return false;
    this.position += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) throw this.fault(`expected '${token}'`);
  }

  /** Takes what a sticky pattern matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  skipSpace(): void {
    this.match(/[ \t\r\n]*/y);
  }

  /** A quoted string; a backslash takes the character behind it as it is, unless `keep` wants both. */
  quoted(keep: (escaped: string) => boolean = () => false): string {
    const quote = this.next();
    let value = '';
    while (!this.done) {
      const character = this.next();
      if (character === quote) return value;
      if (character !== '\\') value += character;
      else {
        if (this.done) break;
        const escaped = this.next();
        value += keep(escaped) ? `\\${escaped}` : escaped;
      }
    }
    throw this.fault(`missing ${quote}`);
  }

  fault(problem: string): SyntaxFault {
    return new SyntaxFault(`${problem} at position ${this.position} of '${this.text}'`);
  }
}
