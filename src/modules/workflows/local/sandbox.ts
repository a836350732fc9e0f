import { availableParallelism } from 'node:os';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ExecutionState, Program, Step, StepEvent } from '../../../asl/index.js';
import { Logger } from '../../../platform/telemetry/index.js';
import { AppError } from '../../../shared/app-error.js';
import { CutOff, diedTwice, sandboxLimits } from '../domain/cut-off.js';
import type { Checked, Question } from './sandbox-messages.js';
import { definitionsStopped } from '../metrics.js';
import { ProcessLost, SandboxProcess } from './sandbox-process.js';
import { FairTurns } from './sandbox-turns.js';

/** Two at least: one tenant alone never has them all. */
const PROCESSES = Math.max(2, Math.min(4, availableParallelism()));
/** Of one tenant; about as many as may run at once. */
const MOST_WAITING = 2_000;
const IDLE_MS = 5 * 60_000;

const NO_PROGRAM = () => '';

/**
 * Where tenants' own definitions are checked and run: in processes of their own, with limits on time and memory, that
 * see nothing of this one. They start when they are needed, and end when nobody has needed them for a while.
 */
@Injectable()
export class Sandbox implements OnApplicationShutdown {
  readonly #turns = new FairTurns(PROCESSES, MOST_WAITING);
  readonly #processes: (SandboxProcess | undefined)[] = [];
  #idle: NodeJS.Timeout | undefined;
  #hasStopped = false;

  constructor(private readonly logger: Logger) {}

  /**
   * As the interpreter's step().
   * @throws CutOff where a limit was met; AppError UNAVAILABLE where it is not its turn soon
   */
  async step(
    tenantId: string,
    { hash, program }: { hash: string; program: Program },
    state: ExecutionState | null,
    event: StepEvent,
  ): Promise<Step> {
    // only at its turn: what waits is many, and may be large
    const question = (): Question => ({
      ...{ kind: 'step', hash },
      ...{ state: JSON.stringify(state), event: JSON.stringify(event) },
    });
    const text = await this.#ask(tenantId, question, sandboxLimits.stepMs, () => JSON.stringify(program));
    return JSON.parse(text) as Step;
  }

  /** Whether a definition (JSON text) can run. @throws CutOff; AppError UNAVAILABLE */
  async check(tenantId: string, definition: string): Promise<Checked> {
    const question = (): Question => ({ kind: 'check', definition });
    return JSON.parse(await this.#ask(tenantId, question, sandboxLimits.checkMs, NO_PROGRAM)) as Checked;
  }

  onApplicationShutdown(): void {
    this.#hasStopped = true;
    clearTimeout(this.#idle);
    this.#turns.drop(stopping());
    for (const process of this.#processes) process?.end();
  }

  async #ask(
    tenantId: string,
    makeQuestion: () => Question,
    limitMs: number,
    program: () => string,
  ): Promise<string> {
    try {
      return await this.#turns.take(tenantId, (place) =>
        this.#twice(place, makeQuestion(), limitMs, program),
      );
    } catch (error) {
      if (error instanceof CutOff) {
        definitionsStopped.add({ limit: error.limit });
        this.logger.warn('A definition was stopped', { tenantId, cause: error.message });
      }
      throw error;
    }
  }

  /** What was lost from outside is asked again. */
  async #twice(place: number, question: Question, limitMs: number, program: () => string): Promise<string> {
    try {
      return await this.#once(place, question, limitMs, program);
    } catch (error) {
      if (!(error instanceof ProcessLost)) throw error;
      this.logger.warn('A process of the sandbox was lost', { error: error.message });
    }
    try {
      return await this.#once(place, question, limitMs, program);
    } catch (error) {
      throw error instanceof ProcessLost ? diedTwice(error.message) : error;
    }
  }

  async #once(place: number, question: Question, limitMs: number, program: () => string): Promise<string> {
    if (this.#hasStopped) throw stopping();
    this.#keep();
    try {
      return await this.#processAt(place).ask(question, limitMs, program);
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
