import 'reflect-metadata';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { ConfigError, readConfig } from './platform/config/index.js';
import { prepareDatabase } from './platform/database/index.js';
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
  let service: RunningService | undefined;
  try {
    service = await start();
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
    process.exit(error instanceof ConfigError ? 78 : 1); // 78: EX_CONFIG of sysexits.h
  }
  const { close } = service;
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1); // asked twice: at once
    stopping = true;
    void close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

const describe = (error: unknown): string =>
  error instanceof Error ? `The service could not start: ${error.stack ?? error.message}` : String(error);

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) await main();
