import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startRedis } from '../../scripts/lib/redis.mjs';

/**
 * Runs `work` with a folder, a Redis of its own and a connection to flush it by; ends all that it adds to `stops`.
 * @param startOwn starts another Redis than the one of the tests
 */
export async function amidChaos(work, startOwn = startRedis) {
  const stops = [];
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-chaos-'));
  chmodSync(folder, 0o755); // under root the embedded PostgreSQL runs as another user
  try {
    const redis = await startOwn();
    if ('missing' in redis) throw new Error(`This needs Redis: ${redis.missing}`);
    stops.push(redis.stop);
    const flusher = new Redis(redis.url);
    stops.push(async () => flusher.disconnect());
    return await work({ folder, stops, redis, flusher });
  } finally {
    for (const stop of stops.reverse()) await stop().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
