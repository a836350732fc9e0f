import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsClients } from '../../src/platform/aws/index.js';
import { readConfig } from '../../src/platform/config/index.js';
import { Database } from '../../src/platform/database/index.js';
import { KeyRing } from '../../src/platform/secrets/key-ring.js';
import { KeySources } from '../../src/platform/secrets/key-sources.js';
import { KeySuccession } from '../../src/platform/secrets/key-succession.js';
import { Resealing } from '../../src/platform/secrets/resealing.service.js';
import { SealedStore } from '../../src/platform/secrets/resealing.store.js';
import { SecretKeysService } from '../../src/platform/secrets/secret-keys.service.js';
import { SecretsJournal, type SecretsChange } from '../../src/platform/secrets/secrets-journal.js';
import { Secrets } from '../../src/platform/secrets/secrets.js';
import { SecretKeyStore } from '../../src/platform/secrets/secrets.store.js';
import { Logger } from '../../src/platform/telemetry/index.js';
import { SystemClock } from '../../src/shared/clock.js';
import type { TestDatabase } from './database.js';

/** What a process has of secrets, with a clock that can be set forward. */
export interface SecretsProcess {
  secrets: Secrets;
  resealing: Resealing;
  keys: SecretKeysService;
  /** What it has written down. */
  changes: SecretsChange[];
  clock: { forwardMs: number };
  close(): Promise<void>;
}

class Journal extends SecretsJournal {
  readonly changes: SecretsChange[] = [];
  write(_tx: unknown, change: SecretsChange): Promise<void> {
    this.changes.push(change);
    return Promise.resolve();
  }
}

class ForwardClock extends SystemClock {
  forwardMs = 0;
  override now(): Date {
    return new Date(super.now().getTime() + this.forwardMs);
  }
}

/** A process that starts with these variables. Rejects where it refuses to start. */
export async function startSecrets(
  on: TestDatabase,
  env: Record<string, string>,
  endpointUrl = process.env['MOTO_URL'],
): Promise<SecretsProcess> {
  const DATA_DIR = env['DATA_DIR'] ?? mkdtempSync(join(tmpdir(), 'shepherd-secrets-'));
  const config = readConfig({ LOG_LEVEL: 'ERROR', ...env, DATA_DIR });
  const database = new Database(on.url, 2);
  const clock = new ForwardClock();
  const options = { endpointUrl, defaultRegion: 'us-east-1', sessionName: () => 'test' };
  const limits = { maxCallsPerSecond: 50, maxConcurrentCalls: 5, maxAttempts: 1 };
  const sources = new KeySources(config, new AwsClients({ ...options, ...limits }, clock));
  const [records, store, journal, logger] = [
    new SecretKeyStore(database),
    new SealedStore(database),
    new Journal(),
    new Logger(config),
  ];
  const ring = new KeyRing(sources, new KeySuccession(sources, records, journal, logger), clock, logger);
  const resealing = new Resealing(ring, store, records, journal, logger);
  const close = async () => {
    await database.close();
    if (env['DATA_DIR'] === undefined) rmSync(DATA_DIR, { recursive: true, force: true });
  };
  await ring.onModuleInit().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const keys = new SecretKeysService(ring, sources, records, store, resealing);
  return { secrets: new Secrets(ring), resealing, keys, changes: journal.changes, clock, close };
}
