import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { AppModule } from '../../dist/app.module.js';
import { AccountsService } from '../../dist/modules/access/index.js';
import { AwsCalls } from '../../dist/modules/remediation/aws/aws-calls.js';
import { targetOf } from '../../dist/modules/remediation/domain/target.js';
import { ChangePlanner, Changes, KnownFixes } from '../../dist/modules/remediation/index.js';
import { readConfig } from '../../dist/platform/config/index.js';
import { Database } from '../../dist/platform/database/index.js';

/** A process that makes and takes back changes as it is told, and kills itself (-9) where it is told. */
const TENANT = 'default';
const WRITES = /change_calls|UPDATE changes/;

/** The n-th COMMIT of a transaction that writes about changes, from the time on at which it is told. */
const death = { left: Infinity, isDone: false };
const wrote = new WeakSet();
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (config, ...rest) {
  const text = typeof config === 'string' ? config : (config?.text ?? '');
  if (/^\s*BEGIN/i.test(text)) wrote.delete(this);
  if (WRITES.test(text) && !/^\s*SELECT/i.test(text)) wrote.add(this);
  if (!/^\s*COMMIT/i.test(text) || !wrote.has(this) || (death.left -= 1) !== 0)
    return query.call(this, config, ...rest);
  if (!death.isDone) process.kill(process.pid, 'SIGKILL');
  const given = rest.at(-1);
  const done = () => process.kill(process.pid, 'SIGKILL');
  return typeof given === 'function'
    ? query.call(this, config, ...rest.slice(0, -1), done)
    : query.call(this, config, ...rest).then(done);
};

const config = readConfig(process.env);
const app = await NestFactory.createApplicationContext(AppModule.with(config, process.env.DATABASE_URL), {
  logger: ['error'],
});
const of = (type) => app.get(type, { strict: false });
const inTenant = (work) => of(Database).withTenant(TENANT, work);
const never = AbortSignal.any([]);
const run = { signal: never, heartbeat: () => Promise.resolve() };
let owners = 0;

const actions = {
  register: async ({ accountId, roleArn, regions }) => {
    const caller = { tenantId: TENANT, role: 'platform', owner: 'chaos', keyId: 'chaos' };
    await of(AccountsService).create(caller, { accountId, roleArn, regions });
  },
  /** Plans one change, and keeps it. */
  add: async ({ wanted }) => {
    const [planned] = await of(ChangePlanner).plan(
      TENANT,
      [wanted],
      { sessionName: 'chaos', now: new Date() },
      never,
    );
    if (planned.status !== 'planned') throw new Error(`${wanted.fixId}: ${planned.reason}`);
    const owner = { kind: 'remediation', id: `rem_${process.pid}_${++owners}` };
    const [{ id }] = await inTenant(async (tx) => {
      await of(Changes).add(tx, TENANT, owner, 1, [planned]);
      return of(Changes).of(tx, TENANT, owner);
    });
    return { id, calls: planned.plan.calls.length };
  },
  /** What AWS says of the resource, as the fix reads it. */
  state: async ({ wanted }) => {
    const fix = of(KnownFixes).byId(wanted.fixId);
    const aws = await of(AwsCalls).enter(TENANT, wanted.accountId, wanted.region, 'chaos');
    return JSON.stringify(await of(AwsCalls).state(aws, fix, targetOf(wanted, aws)));
  },
  apply: async ({ id, die }) => {
    Object.assign(death, die);
    return of(Changes).apply(TENANT, id, run);
  },
  restore: async ({ id, die }) => {
    Object.assign(death, die);
    return of(Changes).restore(TENANT, id, { ...run, force: false });
  },
};

process.on('disconnect', () => process.exit());
process.on('message', ({ action, ...given }) => {
  actions[action](given).then(
    (answer) => {
      death.left = Infinity;
      process.send({ answer });
    },
    (error) => process.send({ error: error?.stack ?? String(error) }),
  );
});
process.send({ answer: 'ready' });
