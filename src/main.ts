import 'reflect-metadata';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { ConfigError, readConfig } from './platform/config/index.js';
import { prepareDatabase } from './platform/database/index.js';
import { restrainHeap } from './platform/http/heap-growth.js';
import type { RunningService } from './service.js';

/**
 * Starts the role that ROLE names: database, migrations, queue, and the API where the role has it.
 * @throws ConfigError naming every bad variable
 */
export async function start(env: NodeJS.ProcessEnv = process.env): Promise<RunningService> {
  const config = readConfig(env);
  // the code is loaded while PostgreSQL starts: both take about as long
  const [database, service] = await Promise.all([prepareDatabase(config), import('./service.js')]);
  try {
    return await service.run(config, database);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function main(): Promise<void> {
  // where events come in by the thousand, collecting garbage often costs more than a scan's memory is worth
  restrainHeap(process.env['EVENTS_QUEUE_URL'] ? 40 : 15);
  const starting = start();
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1); // asked twice: at once
    stopping = true;
    void starting
      .then((service) => service.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop); // from the first moment: a start may take a while
  try {
    await starting;
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
    process.exit(error instanceof ConfigError ? 78 : 1); // 78: EX_CONFIG of sysexits.h
  }
}

/** One line for who starts it; the stack is for who develops it. */
function describe(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const stack = process.env['DEBUG'] === 'true' && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  return `The service could not start: ${text}${stack}`;
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) await main();
