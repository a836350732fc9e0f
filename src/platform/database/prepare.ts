import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../config/index.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';

export interface PreparedDatabase {
  url: string;
  embedded: boolean;
  /** Names of the migrations that this start applied. */
  migrated: string[];
  stop(): Promise<void>;
}

/** Starts the embedded PostgreSQL where DATABASE_URL is not set, and brings the schema up to date. */
export async function prepareDatabase(config: Config): Promise<PreparedDatabase> {
  const given = config.get('DATABASE_URL');
  const embedded =
    given === undefined ? await startEmbeddedPostgres(join(config.get('DATA_DIR'), 'postgres')) : undefined;
  const url = given ?? embedded?.url ?? '';
  const stop = async () => embedded?.stop();
  try {
    return { url, embedded: embedded !== undefined, migrated: await migrate(url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Migrates in a child process, since the engine leaves a timer behind that would hold ours for 10 s. */
export function migrate(url: string): Promise<string[]> {
  const script = fileURLToPath(new URL('migrate.main.js', import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, DATABASE_URL: url, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((done, reject) => {
    child.once('error', reject);
    // 'close', not 'exit': what it printed has been read by then
    child.once('close', (code) => {
      try {
        if (code !== 0) throw new Error(err.trim() || `exit code ${String(code)}`);
        done(z.array(z.string()).parse(JSON.parse(out)));
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        reject(new Error(`The database could not be migrated: ${reason}`, { cause }));
      }
    });
  });
}
