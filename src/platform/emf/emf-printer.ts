import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock, MINUTE_MS } from '../../shared/clock.js';
import { Config } from '../config/index.js';
import { emfLines, forCloudWatch, type Logger, SERVICE, WHOLE_LOG } from '../telemetry/index.js';
import { EmfTurnStore } from './emf-turn.store.js';

/** Prints for CloudWatch what has been counted, where METRICS_EMF is true. */
@Injectable()
export class EmfPrinter {
  #busy = false;

  constructor(
    private readonly config: Config,
    private readonly turn: EmfTurnStore,
    private readonly clock: Clock,
    @Inject(WHOLE_LOG) private readonly log: Logger,
  ) {}

  @Interval(MINUTE_MS)
  async everyMinute(): Promise<void> {
    if (!this.config.get('METRICS_EMF') || this.#busy) return;
    this.#busy = true;
    try {
      await this.print(await this.turn.isOurs());
    } catch (error) {
      this.log.error('Metrics could not be printed for CloudWatch', { error });
    } finally {
      this.#busy = false;
    }
  }

  /** Prints what has come together since the last time. @param ofCluster also what one process tells for all */
  async print(ofCluster: boolean): Promise<void> {
    const options = {
      namespace: this.config.get('METRICS_NAMESPACE'),
      environment: this.config.get('ENVIRONMENT'),
      service: SERVICE,
    };
    const points = await forCloudWatch.take(ofCluster);
    for (const line of emfLines(points, options, this.clock.now())) this.log.print(line);
  }

  /** The last time: what was counted since then would be lost. */
  async stop(): Promise<void> {
    if (!this.config.get('METRICS_EMF')) return;
    await this.turn.leave();
    await this.print(false);
  }
}
