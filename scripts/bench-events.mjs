import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { benchDatabase } from './bench/database.mjs';
import { latency } from './bench/event-latency.mjs';
import { register, stackEnv, startStub, startWorker } from './bench/event-stack.mjs';
import { throughput } from './bench/event-throughput.mjs';
import { together } from './bench/event-together.mjs';
import { forgetAws } from './lib/aws-account.mjs';
import { output } from './lib/output.mjs';
import { build, install, ROOT } from './lib/project.mjs';
import { startRedis } from './lib/redis.mjs';
import { stopping } from './lib/stopping.mjs';

const HELP = `npm run bench:events -- [--messages 50000] [--resources 5000] [--rate 100] [--seconds 30] [--workers 2]
                        [--describe-ms 20] [--cpu-profile DIR]

One worker against a stub that speaks SQS, STS, EC2 and S3 (a process of its own), and prints one JSON line:
1. --messages CloudTrail messages, 20 % of them second copies, 10 % of the events out of order, over --resources security
   groups and buckets (2 %) in 10 accounts and 2 regions, handed out as fast as the worker takes them; each really
   opens or closes a resource. eventsPerSecond: rows committed, from the first receive to the last commit, copies not
   counted. settledSeconds: until every resource is described and every event has its disposition. isRight: the open
   findings are those that the stub's resources should have, and the counts add up.
2. --rate changes a second for --seconds, each of another resource: from the message on the queue to its finding opened
   or resolved, as another connection to PostgreSQL sees it.
3. With --workers 2 (1: left out) a fifth of the messages over 100 resources, and none may be described by both at once.
Each call about a resource takes --describe-ms. Needs Linux for CPU and memory; Redis where there is one.
`;
const ACCOUNTS = Array.from({ length: 10 }, (_, i) => `1000000000${String(i).padStart(2, '0')}`);
const REGIONS = ['eu-west-1', 'us-east-1'];
const BUCKET_SHARE = 0.02;

const { stops, end } = stopping();
process.chdir(ROOT);
let code = 0;
try {
  const number = (byDefault) => ({ type: 'string', default: String(byDefault) });
  const { values } = parseArgs({
    options: {
      ...{ messages: number(50_000), resources: number(5000), rate: number(100), seconds: number(30) },
      ...{ workers: number(2), 'describe-ms': number(20), 'cpu-profile': { type: 'string' } },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) console.log(HELP);
  else {
    const names = ['messages', 'resources', 'rate', 'seconds', 'workers', 'describe-ms'];
    const size = Object.fromEntries(names.map((name) => [name, Number(values[name])]));
    console.log(JSON.stringify(await bench(size, values['cpu-profile'])));
  }
} catch (error) {
  code = 1;
  console.error(error.message);
}
await end(code);

async function bench(size, profile) {
  const out = output(process.stderr);
  await install(out);
  await build(out);
  forgetAws();
  const { messages, resources, rate, seconds, workers } = size;
  const buckets = Math.round(resources * BUCKET_SHARE);
  const stub = await startStub(stops, {
    ...{ accounts: ACCOUNTS, regions: REGIONS, groups: resources - buckets, buckets },
    ...{ maxReceives: 10 },
  });
  await stub.ask('faults', { slowMs: size['describe-ms'] });
  const redis = await startRedis();
  if (!('missing' in redis)) stops.push(redis.stop);
  const database = await benchDatabase(stops);
  const env = stackEnv(stub, database.url, redis.url === undefined ? '' : `${redis.url}/9`);
  await register(env, ACCOUNTS, REGIONS);
  const profiling = profile === undefined ? '' : `--import ${join(ROOT, 'scripts/bench/cpu-profile.mjs')}`;
  const profiled = profile === undefined ? env : { ...env, PROFILE_FOLDER: resolve(profile) };
  const worker = await startWorker(stops, profiled, 'worker-1', profiling);
  await sleep(3000); // what it does at its start is no part of the work

  const step = (label) => out.progress(label);
  const first = await throughput({ step: step(`${messages} messages`), stub, database, worker, messages });
  const second = await latency({
    ...{ step: step(`${rate} changes a second for ${seconds} s`), stub, database, rate, seconds },
  });
  const third =
    workers < 2
      ? null
      : await together({
          ...{ step: step('Two workers'), stub, database, messages: Math.ceil(messages / 5) },
          start: (name) => startWorker(stops, env, name),
        });
  return {
    ...{ resources, accounts: ACCOUNTS.length, regions: REGIONS.length, describeMs: size['describe-ms'] },
    ...{ queue: redis.url === undefined ? 'postgres' : 'redis', ...first },
    ...{ latency: { rate, seconds, ...second }, together: third },
  };
}
