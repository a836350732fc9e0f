import { hostname } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { newId } from '../../shared/ids.js';
import { inTime } from '../../shared/in-time.js';
import { Config, serviceVersion } from '../config/index.js';
import { gauge, Logger } from '../telemetry/index.js';
import { LogLevels } from './log-levels.js';
import { BEAT_MS, isAlive, isWorker, type SeenProcess } from './process-state.js';
import { ProcessStates } from './process-states.js';
import { ProcessStore } from './processes.store.js';

const KEPT_MS = 1_000;
/** How often the event loop is looked at. */
const RESOLUTION_MS = 20;
/** A stop does not wait longer for a database that does not answer. */
const STOP_MS = 2_000;

/** Says every few seconds that this process lives and how it is, and tells of the others. */
@Injectable()
export class Processes implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly id = newId('prc');
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> | undefined;
  #isFailing = false;
  #seen: { processes: Promise<SeenProcess[]>; until: number } | undefined;

  constructor(
    private readonly config: Config,
    private readonly store: ProcessStore,
    private readonly states: ProcessStates,
    private readonly levels: LogLevels,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    gauge(
      'WorkersAlive',
      'Processes that do work and were heard of within the last seconds',
      async () => {
        const seen = await this.seen();
        return seen.filter((one) => isAlive(one) && isWorker(one)).length;
      },
      { unit: 'Count', once: true },
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    this.#delay.enable();
    this.#timer = setInterval(() => void this.beat(), BEAT_MS);
    await this.beat();
    this.logger.info('This process is known to the others', { processId: this.id });
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#delay.disable();
    try {
      const beating = this.#beating ?? Promise.resolve();
      await inTime(STOP_MS, () => beating);
      await this.store.leave(this.id);
    } catch (error) {
      this.logger.warn('This process could not say that it ends', { error: String(error) });
    }
  }

  /** All that are there, or were there lately; at most a second old. */
  seen(): Promise<SeenProcess[]> {
    if (this.#seen !== undefined && this.#seen.until > performance.now()) return this.#seen.processes;
    const processes = this.store.seen();
    this.#seen = { processes, until: performance.now() + KEPT_MS };
    processes.catch(() => (this.#seen = undefined));
    return processes;
  }

  /** Never throws, and never twice at a time: a database that hangs is not asked again and again. */
  beat(): Promise<void> {
    return (this.#beating ??= this.#beat().finally(() => (this.#beating = undefined)));
  }

  /** One that begins now: what is under way may have asked before something was written. */
  async beatAnew(): Promise<void> {
    await this.#beating;
    await this.beat();
  }

  async #beat(): Promise<void> {
    const blockedMs = Math.max(0, Math.round(this.#delay.max / 1e6) - RESOLUTION_MS);
    this.#delay.reset();
    try {
      const level = await this.store.beat({
        ...{ id: this.id, role: this.config.get('ROLE'), version: serviceVersion(this.config) },
        ...{ host: hostname(), pid: process.pid, uptimeSeconds: process.uptime() },
        state: { blockedMs, logLevel: this.levels.current, ...(await this.states.now()) },
      });
      this.levels.apply(level);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing)
        this.logger.warn('A heartbeat of this process was missed', { error: String(error) });
      this.#isFailing = true;
    }
  }
}
