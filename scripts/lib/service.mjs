import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { api } from './api.mjs';
import { freePort, guarded, ready } from './processes.mjs';
import { ROOT } from './project.mjs';

/** What the Dockerfile sets about memory. */
export const AS_IN_THE_IMAGE = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '65536',
  NODE_OPTIONS: '--max-semi-space-size=16',
};

/**
 * Starts the built service as a process of its own, with nothing kept afterwards: its data folder and its database are
 * made for it and thrown away.
 * @param {object} env added to ours
 * @returns what there is to stop, at once; `ready` settles when it answers
 */
export async function startService(env) {
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-'));
  chmodSync(folder, 0o755); // under root the embedded PostgreSQL runs as another user
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const key = `shp_${randomBytes(32).toString('base64url')}`;
  const server = await guarded('The service', [process.execPath, join(ROOT, 'dist/main.js')], {
    ...process.env,
    DATABASE_URL: '',
    REDIS_URL: '',
    ROLE: 'all',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'ERROR',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...AS_IN_THE_IMAGE,
    ...env,
    DATA_DIR: folder,
    PORT: String(port),
    SHEPHERD_API_KEY: key,
  });
  const answers = async () => (await fetch(`${url}/health/ready`)).ok;
  return {
    ...{ url, key },
    pid: server.pid,
    client: api(url, key),
    ready: ready('The service', server, answers),
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }); // its database ends after it
    },
  };
}
