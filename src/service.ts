import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { BootstrapKey } from './modules/access/index.js';
import type { Config } from './platform/config/index.js';
import type { PreparedDatabase } from './platform/database/index.js';
import { prepareHttp } from './platform/http/index.js';
import { type Logger, WHOLE_LOG } from './platform/telemetry/index.js';

export interface RunningService {
  url: string;
  /** The platform key, for who starts the service on their own machine; '' where there is no API. */
  bootstrapKey: string;
  /** Whether this start made the key. */
  firstStart: boolean;
  close: () => Promise<void>;
}

const LONGEST_STOP_MS = 25_000; // ECS kills after 30 s

/** Builds the application on a prepared database and opens it. Closing it closes the database too, last. */
export async function run(config: Config, database: PreparedDatabase): Promise<RunningService> {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.with(config, database.url, database.embedded),
    {
      bodyParser: false, // prepareHttp brings it, with our limit
      bufferLogs: true,
      abortOnError: false,
    },
  );
  const logger = app.get<Logger>(WHOLE_LOG);
  app.useLogger(logger);
  try {
    const url = await listen(app, config);
    const bootstrap = config.runsApi ? app.get(BootstrapKey) : undefined;
    const bootstrapKey = bootstrap?.key ?? ''; // before the line below: who waits for it reads the key's file
    logger.info('The service is ready', {
      role: config.get('ROLE'),
      url,
      database: database.embedded ? 'embedded PostgreSQL' : 'DATABASE_URL',
      migrated: database.migrated,
    });
    return {
      url,
      bootstrapKey,
      firstStart: bootstrap?.created ?? false,
      close: () => close(app, database, logger),
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function listen(app: NestExpressApplication, config: Config): Promise<string> {
  prepareHttp(app);
  const host = config.get('HOST');
  await app.listen(config.get('PORT'), host);
  const address: unknown = app.getHttpServer().address();
  const port =
    typeof address === 'object' && address !== null && 'port' in address ? String(address.port) : '';
  return `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}`;
}

async function close(app: NestExpressApplication, database: PreparedDatabase, logger: Logger): Promise<void> {
  logger.info('The service stops');
  const late = setTimeout(() => {
    logger.error('The service did not stop in time; what was under way will be taken up at the next start');
    process.exit(1);
  }, LONGEST_STOP_MS);
  try {
    await app.close();
  } finally {
    await database.stop();
    clearTimeout(late);
  }
}
