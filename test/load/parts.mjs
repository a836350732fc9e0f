import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from '../../scripts/lib/project.mjs';
import { AS_IN_THE_IMAGE, startService } from '../../scripts/lib/service.mjs';

/** With what is looked at from inside; each costs little, and a profile some per cent. */
export function probes(heapFile, { profile, nodeOptions = AS_IN_THE_IMAGE.NODE_OPTIONS }) {
  const options = [nodeOptions, `--import ${join(ROOT, 'test/load/heap-probe.mjs')}`];
  if (profile === undefined) return { HEAP_FILE: heapFile, NODE_OPTIONS: options.join(' ') };
  const folder = resolve(profile);
  mkdirSync(folder, { recursive: true });
  options.push(`--import ${join(ROOT, 'scripts/bench/cpu-profile.mjs')}`);
  return { HEAP_FILE: heapFile, PROFILE_FOLDER: folder, NODE_OPTIONS: options.join(' ') };
}

/** Starts the service; it may be stopped before the test ends. */
export async function started(stops, env) {
  const service = await startService(env);
  let stopping;
  const stop = () => (stopping ??= service.stop());
  stops.push(stop);
  await service.ready;
  return { ...service, stop };
}

/** Runs a script of this folder as a process, with a plan; what it says meanwhile is shown. @returns its answer */
export async function inProcess(out, label, script, plan, words = () => '') {
  const step = out.progress(label);
  const child = fork(join(ROOT, 'test/load', script), {
    execArgv: [],
    env: { ...process.env, ...plan.env, NODE_OPTIONS: '' },
  });
  const done = new Promise((resolved, rejected) => {
    child.on('message', (message) => {
      if (message.done !== undefined) resolved(message.done);
      else step.update(words(message.second));
    });
    child.once('error', rejected);
    child.once('exit', (code) => rejected(new Error(`${script} ended with ${code}`)));
  });
  child.send(plan);
  const answer = await done;
  step.done();
  return answer;
}

/** The client, open loop. */
export const driven = (out, label, plan) =>
  inProcess(out, label, 'driver.mjs', plan, ({ sent, answered }) => `${answered} of ${sent} answered`);

/** Statuses of scans that are over. */
export const ENDED = ['completed', 'completed_with_errors', 'failed', 'cancelled'];
