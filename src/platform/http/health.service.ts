import { Injectable } from '@nestjs/common';
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

/** Without these nothing can be served. */
const NEEDED: readonly PartName[] = ['database', 'queue'];

@Injectable()
export class HealthService {
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

  async isReady(): Promise<boolean> {
    const needed = await Promise.all(NEEDED.map((name) => this.parts.of(name)));
    return needed.every(isServing);
  }
}

/** One that is slow to tell of itself does not answer either. */
const isServing = ({ status }: PartHealth): boolean => status === 'up' || status === 'degraded';

function statusOf(parts: Record<PartName, PartHealth>): Health['status'] {
  if (!NEEDED.every((name) => isServing(parts[name]))) return 'down';
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
