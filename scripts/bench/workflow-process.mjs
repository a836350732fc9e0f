import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../dist/app.module.js';
import { EngineBus } from '../../dist/modules/workflows/local/engine-bus.js';
import { WorkflowEngine } from '../../dist/modules/workflows/workflow-engine.js';
import { readConfig } from '../../dist/platform/config/index.js';
import { TaskRegistry } from '../../dist/platform/tasks/task-registry.js';
import { newId } from '../../dist/shared/ids.js';

/**
 * A worker of the benchmark, asked by messages of its parent: {start: n, program, prefix} starts executions and
 * answers {started}; {alone: n, program} and {atOnce: n, program} measure and answer their figures.
 */
const WAIT_MS = 2000;
const tasks = {
  trivial: async (input) => ({ ok: true, step: (input.step ?? 0) + 1, run: input.run }),
  slow: () => new Promise((done) => setTimeout(() => done({ ok: true }), WAIT_MS)),
};
const { find } = TaskRegistry.prototype;
TaskRegistry.prototype.find = function (name) {
  const run = tasks[name.replace(/^.*:function:/, '')];
  return run ? { name, whenOpen: 'wait', run } : find.call(this, name);
};

class Root {}
Module({ imports: [AppModule.with(readConfig(process.env), process.env.DATABASE_URL)] })(Root);
const app = await NestFactory.createApplicationContext(Root, { logger: ['error'], abortOnError: false });
const engine = app.get(WorkflowEngine, { strict: false });
const waiting = new Map();
app.get(EngineBus, { strict: false }).listen({
  ended: (execution) => waiting.get(execution.id)?.(execution),
});

let named = 0;
function start(program, prefix = 'run') {
  const id = newId('exe');
  const ended = new Promise((resolve) => waiting.set(id, resolve));
  const began = engine.start({
    ...{ id, workflowType: 'bench', stateMachine: 'Bench', name: `${prefix}-${process.pid}-${(named += 1)}` },
    actor: { tenantId: 'default', owner: 'bench@example.com', keyId: 'key_bench' },
    ...{
      program,
      isOwn: false,
      input: { run: named },
      priority: 2,
      correlationId: 'req_bench',
      startedBy: null,
    },
    parent: null,
  });
  return { began, ended: began.then(() => ended).finally(() => waiting.delete(id)) };
}

async function run(program) {
  const { ended } = start(program);
  const { status } = await ended;
  if (status !== 'SUCCEEDED') throw new Error(`an execution ended as ${status}`);
}

async function alone(program, count) {
  for (let i = 0; i < 30; i += 1) await run(program); // the code has warmed up
  const took = [];
  for (let i = 0; i < count; i += 1) {
    const at = performance.now();
    await run(program);
    took.push(performance.now() - at);
  }
  took.sort((a, b) => a - b);
  return { p50Ms: took[Math.floor(count * 0.5)], p99Ms: took[Math.ceil(count * 0.99) - 1] };
}

async function atOnce(program, count) {
  const at = performance.now();
  await Promise.all(Array.from({ length: count }, () => run(program)));
  return { seconds: (performance.now() - at) / 1000 };
}

process.on('message', async ({ what, program, count }) => {
  try {
    if (what === 'start') {
      const all = Array.from({ length: count }, () => start(program, 'recovery'));
      await Promise.all(all.map(({ began }) => began));
      process.send({ started: count });
    } else process.send(await { alone, atOnce }[what](program, count));
  } catch (error) {
    process.send({ error: error.stack });
  }
});
process.send({ ready: true });
