import { Injectable } from '@nestjs/common';

/**
 * Tells the worker of this process that something may be due, so that it need not wait until it looks again. Others
 * look by themselves: a wake-up that nobody hears costs half a second.
 */
@Injectable()
export class LaneWake {
  #waiting: (() => void) | undefined;
  #isWanted = false;

  now(): void {
    this.#isWanted = true;
    this.#waiting?.();
  }

  /** Waits for a wake-up, or so long. */
  async next(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isWanted && !signal.aborted) {
      await new Promise<void>((done) => {
        const end = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', end);
          this.#waiting = undefined;
          done();
        };
        const timer = setTimeout(end, ms);
        signal.addEventListener('abort', end);
        this.#waiting = end;
      });
    }
    this.#isWanted = false;
  }
}
