import { Injectable } from '@nestjs/common';

const WINDOW_MS = 1_000;
/** Events a second from which on a backlog is worked off rather than followed. */
const HIGH = 300;

/** How fast events come in, in this process. */
@Injectable()
export class IntakeLoad {
  #since = performance.now();
  #count = 0;
  #before = 0;

  note(events: number): void {
    this.#turn();
    this.#count += events;
  }

  /**
   * While a backlog comes in, what is described now is soon touched again: events are taken in first, and what they
   * touch is described the more seldom.
   */
  get isHigh(): boolean {
    this.#turn();
    return Math.max(this.#before, this.#count) > (HIGH * WINDOW_MS) / 1_000;
  }

  #turn(): void {
    const now = performance.now();
    if (now - this.#since < WINDOW_MS) return;
    this.#before = now - this.#since < 2 * WINDOW_MS ? this.#count : 0;
    this.#count = 0;
    this.#since = now;
  }
}
