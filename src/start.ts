import 'reflect-metadata';
import { readConfig } from './platform/config/index.js';
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
