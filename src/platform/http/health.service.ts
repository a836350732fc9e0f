import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Config, serviceVersion } from '../config/index.js';
import { HealthParts, partNames, type PartHealth, type PartName } from '../watch/index.js';

type ShownPart = Omit<PartHealth, 'facts'> & Record<string, unknown>;

export type Health = {
  status: 'ok' | 'degraded' | 'down';
  message: string;
  version: string;
  environment: string;
  uptimeSeconds: number;
} & Record<PartName, ShownPart>;

@Injectable()
export class HealthService implements OnModuleDestroy {
  #isStopping = false;

  constructor(
    private readonly config: Config,
    private readonly parts: HealthParts,
  ) {}

  /** @param inDetail with what only those may see who run the service */
  async check(inDetail = false): Promise<Health> {
    const parts = await this.parts.all();
    const status = statusOf(parts);
    const shown = partNames.map((name) => [name, shownPart(parts[name], inDetail)] as const);
    return {
      ...{ status, message: messageOf(parts) },
      version: serviceVersion(this.config),
      environment: this.config.get('ENVIRONMENT'),
      uptimeSeconds: Math.floor(process.uptime()),
      ...(Object.fromEntries(shown) as Record<PartName, ShownPart>),
    };
  }

  /**
   * Whether this process can answer requests: it is not about to end, and the database, which it has migrated before it
   * listened, has not failed. Nothing else counts, and neither does slowness: what is slow or waits for the queue is so
   * in every process, and a balancer that took all of them out would make an outage of a delay.
   */
  async isReady(): Promise<boolean> {
    return !this.#isStopping && (await this.parts.of('database')).status !== 'down';
  }

  /** The first that is called when the process is told to stop. */
  onModuleDestroy(): void {
    this.#isStopping = true;
  }
}

function statusOf(parts: Record<PartName, PartHealth>): Health['status'] {
  if (parts.database.status === 'down') return 'down';
  return partNames.every((name) => parts[name].status === 'up') ? 'ok' : 'degraded';
}

function messageOf(parts: Record<PartName, PartHealth>): string {
  const wrong = partNames.filter((name) => parts[name].status !== 'up');
  return wrong.length === 0 ? 'All is well.' : `Not well: ${wrong.join(', ')}.`;
}

function shownPart({ status, message, figures, facts, details }: PartHealth, inDetail: boolean): ShownPart {
  return {
    ...{ status, message, ...facts },
    ...(figures === undefined ? {} : { figures }),
    ...(inDetail && details !== undefined ? { details } : {}),
  };
}
