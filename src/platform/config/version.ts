import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Config } from './config.js';

const manifest = z.object({ version: z.string() });

/** SERVICE_VERSION, else the version of the package. */
export function serviceVersion(config: Config): string {
  const given = config.get('SERVICE_VERSION');
  if (given !== undefined) return given;
  const file = new URL('../../../package.json', import.meta.url);
  return manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
