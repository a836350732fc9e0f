import { availableParallelism } from 'node:os';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppError } from '../../shared/app-error.js';
import { Logger } from '../telemetry/index.js';
import type { SandboxKind } from './kind.js';
import { CutOff, diedTwice } from './limits.js';
import { ProcessLost, SandboxProcess, type Question } from './process.js';
import { FairTurns } from './turns.js';

/** Two at least: one tenant alone never has them all. */
const PROCESSES = Math.max(2, Math.min(4, availableParallelism()));
/** Of one tenant; about as many as may run at once. */
const MOST_WAITING = 2_000;
const IDLE_MS = 5 * 60_000;

export interface SandboxQuestion<Q> {
  /** Made only at its turn: what waits is many, and may be large. */
  question: () => Q;
  /** Computing time. */
  limitMs: number;
  /** A text that many questions have in common, by a name of its content: see SandboxWork.learn. */
  common?: { hash: string; text: () => string };
}

/**
 * Where what tenants wrote is computed: in processes of their own, with limits on time and memory, that see nothing
 * of this one. They start when they are needed, and end when nobody has needed them for a while.
 */
@Injectable()
export class Sandbox implements OnApplicationShutdown {
  readonly #turns = new FairTurns(PROCESSES, MOST_WAITING);
  readonly #processes: (SandboxProcess | undefined)[] = [];
  #idle: NodeJS.Timeout | undefined;
  #hasStopped = false;

  constructor(private readonly logger: Logger) {}

  /**
   * Asks when it is the tenant's turn: one question of a tenant at a time.
   * @throws CutOff where a limit was met; AppError UNAVAILABLE where it is not its turn soon
   */
  async ask<Q, A>(kind: SandboxKind<Q, A>, tenantId: string, asked: SandboxQuestion<Q>): Promise<A> {
    const { question, limitMs, common } = asked;
    const { name, wording } = kind;
    try {
      const text = await this.#turns.take(tenantId, (place) =>
        this.#twice(place, { kind: name, question: question(), limitMs, wording, common }),
      );
      return JSON.parse(text) as A;
    } catch (error) {
      if (error instanceof CutOff)
        this.logger.warn('What a tenant wrote was stopped', { tenantId, kind: name, cause: error.message });
      throw error;
    }
  }

  onApplicationShutdown(): void {
    this.#hasStopped = true;
    clearTimeout(this.#idle);
    this.#turns.drop(stopping());
    for (const process of this.#processes) process?.end();
  }

  /** What was lost from outside is asked again. */
  async #twice(place: number, question: Question): Promise<string> {
    try {
      return await this.#once(place, question);
    } catch (error) {
      if (!(error instanceof ProcessLost)) throw error;
      this.logger.warn('A process of the sandbox was lost', { error: error.message });
    }
    try {
      return await this.#once(place, question);
    } catch (error) {
      throw error instanceof ProcessLost ? diedTwice(question.wording, error.message) : error;
    }
  }

  async #once(place: number, question: Question): Promise<string> {
    if (this.#hasStopped) throw stopping();
    this.#keep();
    try {
      return await this.#processAt(place).ask(question);
    } catch (error) {
      if (this.#hasStopped) throw stopping();
      if (error instanceof CutOff) this.#processAt(place); // the next one need not wait for the start
      throw error;
    }
  }

  #processAt(place: number): SandboxProcess {
    const known = this.#processes[place];
    if (known !== undefined && !known.isSpent) return known;
    known?.end();
    return (this.#processes[place] = new SandboxProcess());
  }

  #keep(): void {
    this.#idle ??= setTimeout(() => {
      for (const process of this.#processes.splice(0)) process?.end();
    }, IDLE_MS).unref();
    this.#idle.refresh();
  }
}

const stopping = (): AppError => new AppError('UNAVAILABLE', 'The service stops; try again');
