import { Injectable } from '@nestjs/common';
import { Config, serviceVersion } from '../config/index.js';
import { Database } from '../database/index.js';
import { WakeQueue } from '../queue/index.js';
import { AwsProbe, type AwsHealth } from './health.js';

interface Part {
  status: 'up' | 'down';
  message?: string;
}

export interface Health {
  status: 'ok' | 'degraded' | 'down';
  version: string;
  environment: string;
  uptimeSeconds: number;
  database: Part;
  queue: Part & { backend: 'redis' | 'postgres' };
  aws: AwsHealth;
}

@Injectable()
export class HealthService {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly queue: WakeQueue,
    private readonly aws: AwsProbe,
  ) {}

  async check(): Promise<Health> {
    const [database, queue, aws] = await Promise.all([
      answers(() => this.database.ping()),
      answers(() => this.queue.ping()),
      this.aws.check(),
    ]);
    const serving = database.status === 'up' && queue.status === 'up';
    return {
      status: !serving ? 'down' : aws.status === 'up' ? 'ok' : 'degraded',
      version: serviceVersion(this.config),
      environment: this.config.get('ENVIRONMENT'),
      uptimeSeconds: Math.floor(process.uptime()),
      database,
      queue: { ...queue, backend: this.queue.backend },
      aws,
    };
  }

  async isReady(): Promise<boolean> {
    const parts = await Promise.all([answers(() => this.database.ping()), answers(() => this.queue.ping())]);
    return parts.every((part) => part.status === 'up');
  }
}

const PATIENCE_MS = 3000;

async function answers(ask: () => Promise<void>): Promise<Part> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    await Promise.race([ask(), late]);
    return { status: 'up' };
  } catch {
    return { status: 'down', message: 'does not answer' }; // the reason may hold an address: it is in the log
  } finally {
    clearTimeout(timer);
  }
}
