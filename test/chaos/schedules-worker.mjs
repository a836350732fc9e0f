import { appendFileSync } from 'node:fs';
import { start } from '../../dist/start.js';
import { TaskRegistry } from '../../dist/platform/tasks/task-registry.js';
import { SystemClock } from '../../dist/shared/clock.js';

/** A worker whose clock runs faster, and whose task `record` notes each start in a file that outlives a kill -9. */
const { CHAOS_SPEED, CHAOS_ORIGIN, CHAOS_STARTS } = process.env;
const speed = Number(CHAOS_SPEED);
const origin = Number(CHAOS_ORIGIN);
Object.defineProperty(SystemClock.prototype, 'speed', { get: () => speed });
SystemClock.prototype.now = () => new Date(origin + (Date.now() - origin) * speed);

const record = async ({ metadata }, { idempotencyKey }) => {
  appendFileSync(CHAOS_STARTS, `${idempotencyKey} ${metadata.scheduleId} ${metadata.triggeredAt}\n`);
};
const { find } = TaskRegistry.prototype;
TaskRegistry.prototype.find = function (name) {
  return name === 'record' ? { name, whenOpen: 'wait', run: record } : find.call(this, name);
};
await start();
