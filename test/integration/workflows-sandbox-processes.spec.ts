import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox } from '../../src/platform/sandbox/start.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { EVIL_TEXT, jsonata, ownWorkflows } from '../support/own-workflows.js';
import { TestWorkflowsModule } from '../support/workflows.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({}, [TestWorkflowsModule]);
});
afterAll(() => app.close());

describe("a tenant's runaway definitions", () => {
  it("keep neither other tenants' own definitions nor those of the service waiting", async () => {
    const [loud, quiet] = await Promise.all([ownWorkflows(app, 'loud'), ownWorkflows(app, 'quiet')]);
    const waits = (seconds: number, last: object) => ({
      QueryLanguage: 'JSONata',
      StartAt: 'Pause',
      States: { Pause: { Type: 'Wait', Seconds: seconds, Next: 'Last' }, Last: last },
    });
    const runaway = { Type: 'Pass', Output: `{% $match("${EVIL_TEXT}", /^(a+)+$/) %}`, End: true };
    await loud.run('runaway', waits(1, runaway));
    for (let n = 0; n < 19; n += 1) await loud.start('runaway', {});
    await quiet.run('modest', waits(2, { Type: 'Pass', Output: '{% 1 + 1 %}', End: true }));
    await sleep(1_500); // the runaways begin
    const began = performance.now();
    const own = await quiet.start('modest', {});
    const ours = await quiet.start('test-many', { items: [1, 2, 3] });
    await quiet.until(ours.executionArn, 'SUCCEEDED');
    expect(performance.now() - began).toBeLessThan(4_000);
    await quiet.until(own.executionArn, 'SUCCEEDED');
    expect(performance.now() - began).toBeLessThan(10_000);
    const list = await loud.ask<{ executions: { status: string }[] }>('GET', '/list?status=RUNNING');
    expect(list.body.result.executions.length).toBeGreaterThan(5); // they were all under way
  }, 60_000);
});

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('a process of the sandbox', () => {
  const of = (pid: number | undefined, file: string) => readFileSync(`/proc/${pid ?? 0}/${file}`, 'utf8');
  /** Those that this process has started. */
  const pids = (): number[] =>
    of(process.pid, `task/${process.pid}/children`)
      .split(' ')
      .map(Number)
      .filter((pid) => pid > 0 && of(pid, 'cmdline').includes('sandbox/child'));

  it('knows nothing of this one, may do nothing, and has an end', async () => {
    process.env['SECRET_OF_THE_TEST'] = 'do-not-tell';
    const child = startSandbox();
    await new Promise((ready) => child.once('message', ready));
    const names = of(child.pid, 'environ')
      .split('\0')
      .map((line) => line.split('=')[0]);
    expect(
      names.filter(
        (name) => !['', 'PWD', 'NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE'].includes(name ?? ''),
      ),
    ).toEqual([]);
    const command = of(child.pid, 'cmdline');
    expect(command).toMatch(/--(experimental-)?permission\0/);
    expect(command).not.toMatch(/--allow-(fs-write|child-process|worker|addons|net)/);
    for (const flag of [
      '--disallow-code-generation-from-strings',
      '--disable-proto=delete',
      '--max-old-space-size=128',
    ])
      expect(command).toContain(flag);
    expect(of(child.pid, 'limits')).toMatch(/^Max cpu time +60 /m);
    const ended = new Promise((over) => child.once('exit', over));
    child.disconnect(); // as when we are gone
    await ended;
  });

  it('may be lost in the middle of a question, which then is asked again', async () => {
    const { run, until } = await ownWorkflows(app, 'unlucky');
    await run('warm-up', jsonata('1'));
    const before = pids();
    const slow = jsonata('$count($map([1..20000], function($n) { $string($n) }))');
    const running = run('lost', slow);
    const sleeping = before.map((pid) => [pid, ticks(pid)] as const);
    await eventually(() =>
      Promise.resolve(sleeping.some(([pid, was]) => isThere(pid) && ticks(pid) > was + 2)),
    );
    for (const [pid, was] of sleeping) if (isThere(pid) && ticks(pid) > was) process.kill(pid, 'SIGKILL');
    const { executionArn } = await running;
    expect(await until(executionArn, 'SUCCEEDED')).toMatchObject({ output: 20_000 });
    expect(pids()).not.toEqual(before);
  });

  const ticks = (pid: number): number => Number(of(pid, 'stat').split(') ')[1]?.split(' ')[11]);
  const isThere = (pid: number): boolean => pids().includes(pid);
});
