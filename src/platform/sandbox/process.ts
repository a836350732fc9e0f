import type { ChildProcess } from 'node:child_process';
import { AppError } from '../../shared/app-error.js';
import { tooLarge, tooLong, tooMuchMemory, type Wording } from './limits.js';
import type { Asked, Told } from './messages.js';
import { computedMs, startSandbox } from './start.js';

/** A third of what the kernel lets a process compute (start.ts). */
const MOST_WORK_MS = 20_000;
const START_MS = 20_000;
/** Where others keep the processor busy, computing time passes slower than time. */
const SLOWEST = 10;
/** How V8 ends a process that has no memory left; which of them depends on the processor. */
const OUT_OF_MEMORY: readonly string[] = ['SIGABRT', 'SIGTRAP', 'SIGILL'];

/** One question, as a process is asked it. */
export interface Question extends Pick<Asked, 'kind' | 'question'> {
  /** The limit is one of computing time. */
  limitMs: number;
  wording: Wording;
  /** What it has in common with others: the text is asked for where a process does not know it yet. */
  common?: { hash: string; text: () => string } | undefined;
}

interface Current extends Question {
  asked: Asked;
  beganAt: number;
  timer: NodeJS.Timeout;
  resolve: (text: string) => void;
  reject: (error: Error) => void;
}

/** The process ended from outside in the middle of a question, which may be asked again. */
export class ProcessLost extends Error {}

/**
 * A process that computes for tenants, one question at a time. A process and not a thread: a thread that wants one
 * large piece of memory beyond its limit takes the whole service with it (an array of 30 million numbers does).
 */
export class SandboxProcess {
  readonly #child: ChildProcess = startSandbox();
  readonly #ready: Promise<void>;
  readonly #known = new Set<string>();
  #current: Current | undefined;
  #lastId = 0;
  #cpuMs = 0;
  #workMs = 0;
  #said = '';
  #hasEnded = false;

  constructor() {
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#said = `${this.#said}${chunk.toString()}`.slice(-2_000);
    });
    this.#child.on('message', (told: Told) => this.#told(told));
    this.#child.once('exit', (code, signal) => this.#ended(signal ?? `exit code ${code ?? 0}`));
    this.#child.once('error', (error) => this.#ended(error.message));
    this.#ready = new Promise((resolve, reject) => {
      const fail = () => reject(unavailable(this.#said || 'it did not start in time'));
      const timer = setTimeout(fail, START_MS);
      this.#child.once('message', resolve);
      this.#child.once('exit', fail);
      this.#child.once('error', fail);
      this.#child.once('message', () => clearTimeout(timer));
      this.#child.once('exit', () => clearTimeout(timer));
    });
    this.#ready.catch(() => this.end()); // whoever asks gets the reason
  }

  /** It takes no further question. */
  get isSpent(): boolean {
    return this.#hasEnded || this.#workMs > MOST_WORK_MS;
  }

  /**
   * @returns the answer as JSON text
   * @throws CutOff where a limit was met; ProcessLost; AppError UNAVAILABLE where the process does not start
   */
  async ask(question: Question): Promise<string> {
    await this.#ready;
    this.#lastId += 1;
    const { common } = question;
    const asked: Asked = { id: this.#lastId, kind: question.kind, question: question.question };
    if (common !== undefined) {
      asked.hash = common.hash;
      if (!this.#known.has(knownAs(asked))) asked.common = common.text();
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#checkTime(), question.limitMs);
      this.#current = { ...question, asked, beganAt: performance.now(), timer, resolve, reject };
      this.#send(asked);
    });
  }

  end(): void {
    this.#hasEnded = true;
    this.#child.kill('SIGKILL');
  }

  #send(asked: Asked): void {
    this.#child.send(asked, (error) => {
      if (error !== null) this.#ended(error.message);
    });
    if (asked.hash !== undefined) this.#known.add(knownAs(asked));
  }

  #told(told: Told): void {
    const current = this.#current;
    if (told.kind === 'ready' || current === undefined || told.id !== current.asked.id) return;
    switch (told.kind) {
      case 'wants-common':
        return this.#send({ ...current.asked, common: current.common?.text() ?? '' });
      case 'answer':
        this.#cpuMs = told.cpuMs;
        return this.#settle()?.resolve(told.text);
      case 'too-large':
        return this.#settle()?.reject(tooLarge(current.wording));
      case 'failed':
        return this.#settle()?.reject(new Error(told.message));
    }
  }

  /** The limit is one of computing time: a process that had to wait for a processor goes on. */
  #checkTime(): void {
    const current = this.#current;
    if (current === undefined) return;
    const passedMs = performance.now() - current.beganAt;
    const total = computedMs(this.#child.pid);
    const usedMs = total === undefined ? passedMs : total - this.#cpuMs;
    const leftMs = current.limitMs - usedMs;
    if (leftMs > 0 && passedMs < current.limitMs * SLOWEST) {
      current.timer = setTimeout(() => this.#checkTime(), Math.max(20, leftMs));
      return;
    }
    this.end();
    this.#settle()?.reject(tooLong(current.wording, current.limitMs));
  }

  #ended(how: string): void {
    this.#hasEnded = true;
    const current = this.#settle();
    current?.reject(OUT_OF_MEMORY.includes(how) ? tooMuchMemory(current.wording) : new ProcessLost(how));
  }

  #settle(): Current | undefined {
    const current = this.#current;
    if (current === undefined) return undefined;
    clearTimeout(current.timer);
    this.#workMs += performance.now() - current.beganAt;
    this.#current = undefined;
    return current;
  }
}

const knownAs = ({ kind, hash }: Asked): string => `${kind} ${hash ?? ''}`;

const unavailable = (reason: string): AppError =>
  new AppError('UNAVAILABLE', 'The process that computes for tenants does not start; try again', undefined, {
    cause: reason,
  });
