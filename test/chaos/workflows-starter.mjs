import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../dist/app.module.js';
import { TaskStore } from '../../dist/modules/workflows/local/tasks.store.js';
import { WorkflowEngine } from '../../dist/modules/workflows/workflow-engine.js';
import { readConfig } from '../../dist/platform/config/index.js';
import { Database } from '../../dist/platform/database/index.js';
import { newId } from '../../dist/shared/ids.js';
import { query } from './workflows-process.mjs';
import { answerOf, inputOf, program } from './workflows-programs.mjs';

/** The one process that lives on (ROLE=api): starts executions, and answers what their tasks ask, some time later. */
const { CHAOS_RUNS, CHAOS_PAUSE_MS } = process.env;
const ANSWERED_AFTER = '500 ms';

class Root {}
Module({ imports: [AppModule.with(readConfig(process.env), process.env.DATABASE_URL)] })(Root);
const app = await NestFactory.createApplicationContext(Root, { logger: ['error'], abortOnError: false });
const engine = app.get(WorkflowEngine, { strict: false });
const store = app.get(TaskStore, { strict: false });
const database = app.get(Database, { strict: false });

async function again(act) {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      console.error(error.message);
      await sleep(200);
    }
  }
}

async function startAll() {
  for (let n = 0; n < Number(CHAOS_RUNS); n += 1) {
    const request = {
      ...{ id: newId('exe'), workflowType: 'chaos', stateMachine: 'Chaos', name: `run-${n}`, program },
      actor: { tenantId: 'default', owner: 'chaos@example.com', keyId: 'key_chaos' },
      ...{ isOwn: false, input: inputOf(n), priority: 1 + (n % 3), correlationId: `req_${n}` },
      ...{ startedBy: null, parent: null },
    };
    await again(() => engine.start(request));
    await sleep(Number(CHAOS_PAUSE_MS));
  }
}

async function answerAll() {
  for (;;) {
    const asks = await query(
      `SELECT token, input FROM chaos_asks WHERE NOT is_answered AND asked_at < clock_timestamp() - interval '${ANSWERED_AFTER}'`,
    );
    for (const { token, input } of asks) {
      await again(() =>
        database.withTenant('default', (tx) => store.answer(tx, 'default', token, answerOf(input))),
      );
      await query('UPDATE chaos_asks SET is_answered = true WHERE token = $1', [token]);
    }
    await sleep(100);
  }
}

await Promise.all([startAll(), answerAll()]);
