import { join } from 'node:path';
import { emulatorEnv } from '../lib/emulator.mjs';
import { guarded } from '../lib/processes.mjs';
import { ROOT } from '../lib/project.mjs';
import { startService } from '../lib/service.mjs';

/** What the events benchmark runs against: the stub as a process, accounts that are registered, and workers. */

/** Starts the stub; `ask(what, input)` tells it what to do. */
export async function startStub(stops, settings) {
  const command = [process.execPath, join(ROOT, 'scripts/bench/event-stub.mjs'), JSON.stringify(settings)];
  const server = await guarded('The stub', command);
  stops.push(server.stop);
  let said;
  for (let i = 0; i < 200 && said === undefined && !server.ended(); i += 1) {
    await new Promise((done) => setTimeout(done, 50));
    said = /listening (\S+) (\S+)/.exec(server.log()) ?? undefined;
  }
  if (!said) throw new Error(`The stub did not start: ${server.log()}`);
  const [, url, queueUrl] = said;
  const ask = async (what, input = {}) => {
    const response = await fetch(`${url}/_stub/${what}`, { method: 'POST', body: JSON.stringify(input) });
    if (!response.ok) throw new Error(`The stub answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return { url, queueUrl, pid: server.pid, ask };
}

/** Registers the accounts through the API, whose process then ends: it would only take part of the machine. */
export async function register(env, accounts, regions) {
  const api = await startService({ ...env, ROLE: 'api' });
  try {
    await api.ready;
    for (const accountId of accounts)
      await api.client.post('/accounts', { accountId, name: `Stub ${accountId}`, regions });
  } finally {
    await api.stop();
  }
}

/** A worker; `name` is its access key, by which the stub tells it from others. */
export async function startWorker(stops, env, name, nodeOptions = '') {
  const worker = await startService({
    ...env,
    ROLE: 'worker',
    AWS_ACCESS_KEY_ID: name,
    NODE_OPTIONS: `--max-semi-space-size=16 ${nodeOptions}`.trim(),
  });
  let stopping;
  const stop = () => (stopping ??= worker.stop());
  stops.push(stop);
  await worker.ready;
  return { ...worker, stop };
}

export const stackEnv = (stub, databaseUrl, redisUrl) => ({
  ...emulatorEnv(stub.url),
  ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, EVENTS_QUEUE_URL: stub.queueUrl },
});
