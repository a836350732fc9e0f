import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WORKERS } from './whole-installation.mjs';

const seconds = (n) => sleep(n * 1000);
const any = (list) => list[Math.floor(Math.random() * list.length)];

/** What a fault proxy does: each share of the calls that are left. */
const throttled = [{ fault: 'throttle', probability: 0.5 }];
const broken = [
  { fault: 'error500', probability: 0.2 },
  { fault: 'reset', probability: 0.1 },
];

const during =
  (rules) =>
  async ({ aws }) => {
    aws.rules = rules;
    await seconds(30);
    aws.rules = [];
  };

/**
 * What is done to the installation; each ends when the fault is over. `what` and `meanwhile` go into the document:
 * what was done, and what who uses the service sees of it.
 */
export const scenarios = [
  {
    name: 'nothing',
    what: 'nothing, for 10 s: what the rest is compared with',
    meanwhile: 'all is well',
    act: () => seconds(10),
  },
  {
    name: 'kill-worker',
    what: '`kill -9` of a worker, five times in 20 s',
    meanwhile: 'nothing; what that worker had in hand goes on elsewhere, up to 20 s later',
    async act({ processes }) {
      for (let i = 0; i < 5; i += 1) {
        processes.kill(any(processes.names('worker')));
        await seconds(4);
      }
    },
  },
  {
    name: 'kill-workers',
    what: '`kill -9` of all workers at once, twice',
    meanwhile: 'requests are answered; nothing is done for a few seconds',
    async act({ processes }) {
      for (let i = 0; i < 2; i += 1) {
        for (const name of processes.names('worker')) processes.kill(name);
        await seconds(6);
      }
    },
  },
  {
    name: 'kill-api',
    what: '`kill -9` of the only API, three times',
    meanwhile: 'no answer until it has started again; work goes on',
    async act({ processes }) {
      for (let i = 0; i < 3; i += 1) {
        for (const name of processes.names('api')) processes.kill(name);
        await seconds(6);
      }
    },
  },
  {
    name: 'postgres-restart',
    what: 'PostgreSQL is stopped and started again, twice',
    meanwhile: '503 for as long as it is away',
    async act({ database }) {
      for (let i = 0; i < 2; i += 1) {
        await database.restart();
        await seconds(5);
      }
    },
  },
  {
    name: 'postgres-pause',
    what: 'all processes of PostgreSQL stand still for 30 s (SIGSTOP)',
    meanwhile: 'requests wait, or get 503 after 10 s',
    async act({ database }) {
      const go = database.pause();
      await seconds(30);
      go();
    },
  },
  {
    name: 'redis-flush',
    what: 'FLUSHALL, three times',
    meanwhile: 'nothing; some work begins up to 2 s later',
    async act({ redis }) {
      for (let i = 0; i < 3; i += 1) {
        await redis.flush();
        await seconds(3);
      }
    },
  },
  {
    name: 'redis-restart',
    what: '`kill -9` of Redis, which keeps nothing, and an empty one in its place, twice',
    meanwhile: 'nothing; /health says `degraded` while there is none',
    async act({ redis }) {
      for (let i = 0; i < 2; i += 1) {
        await redis.restart();
        await seconds(4);
      }
    },
  },
  {
    name: 'redis-pause',
    what: 'Redis stands still for 30 s (SIGSTOP)',
    meanwhile: 'requests are answered; jobs (scans, facts) wait, what has its own clock goes on',
    async act({ redis }) {
      const go = redis.pause();
      await seconds(30);
      go();
    },
  },
  {
    name: 'aws-throttles',
    what: 'half of all calls to AWS are throttled, for 30 s',
    meanwhile: 'events and scans take longer',
    act: during(throttled),
  },
  {
    name: 'aws-fails',
    what: '20 % of all calls to AWS end with 5xx and 10 % of the connections are cut, for 30 s',
    meanwhile: 'events and scans take longer; what a scan could not read is named in its errors',
    act: during(broken),
  },
  {
    name: 'clock-forward',
    what: "all clocks (ours and AWS's) jump three minutes ahead",
    meanwhile: 'schedules catch up at once (`run_all`), and what was to wait is due',
    async act(it) {
      await jump(it, 180_000);
      await seconds(10);
    },
  },
  {
    name: 'clock-back',
    what: 'all clocks jump half a minute back',
    meanwhile: 'what has run does not run again; what a worker dies with waits half a minute longer',
    async act(it) {
      await jump(it, -30_000);
      await seconds(12);
      // an event that is under way when the old time comes round may be taken for older than the inventory
      await it.flow.pause();
      await seconds(20);
      it.flow.start();
      await seconds(3);
    },
  },
  {
    name: 'disk-full',
    what: 'the file system of DATA_DIR is full, for 25 s',
    meanwhile: 'reports wait, and fail with the reason where it lasts; all else goes on',
    async act({ disk, flow }) {
      flow.made.mayFail = /ENOSPC|no space|ENOTDIR/i;
      const free = fill(disk);
      await flow.acts.reports();
      await seconds(25);
      free();
      await flow.acts.reports();
    },
  },
  {
    name: 'smtp-slow',
    what: 'the mail server says after 20 s that it has taken a mail, for 40 s',
    meanwhile: 'mail comes late; other channels do not wait for it',
    async act({ receivers: { smtp } }) {
      smtp.answerMs = 20_000;
      await seconds(40);
      smtp.answerMs = 0;
    },
  },
  {
    name: 'smtp-down',
    what: 'no mail server, for 20 s',
    meanwhile: 'mail comes late; other channels do not wait for it',
    async act({ receivers: { smtp } }) {
      await smtp.down();
      await seconds(20);
      await smtp.up();
    },
  },
  {
    name: 'no-names',
    what: 'no name can be looked up, for 25 s; connections that are open stay',
    meanwhile: 'what needs a new connection waits: webhooks, mail, calls to AWS',
    async act({ tell }) {
      tell({ failLookups: true });
      await seconds(25);
      tell({ failLookups: false });
    },
  },
  {
    name: 'no-names-at-start',
    what: 'the same for 15 s, and a worker and the API are killed meanwhile',
    meanwhile: 'no answer until names are found again: a process that cannot reach PostgreSQL does not start',
    async act({ tell, processes }) {
      tell({ failLookups: true });
      for (const name of [any(processes.names('worker')), ...processes.names('api')]) processes.kill(name);
      await seconds(15);
      tell({ failLookups: false });
    },
  },
  {
    name: 'rolling-restart',
    what: 'each process is followed by another and ended by SIGTERM, one after the other, amid requests',
    meanwhile: 'nothing: no request fails',
    async act({ processes, client, rolled }) {
      const before = { ...client.counts };
      client.counts.longestMs = 0;
      const asking = setInterval(() => void rolled.ask().catch(() => undefined), 50); // failures are counted
      const names = [...processes.names('api'), ...processes.names('worker')];
      for (const name of names) {
        const role = processes.names('api').includes(name) ? 'api' : 'worker';
        await processes.add(`${name} again`, role);
        if (role === 'api') await seconds(1); // as long as a balancer takes to see it
        const ms = await processes.remove(name);
        rolled.longestStopMs = Math.max(rolled.longestStopMs ?? 0, ms);
      }
      clearInterval(asking);
      rolled.failed = client.counts.failed - before.failed;
      rolled.longestMs = client.counts.longestMs;
    },
  },
  {
    name: 'stalled-worker',
    what: 'a worker stands still for 40 s (SIGSTOP), until its leases have run out, and goes on',
    meanwhile: `nothing; what it had in hand goes on in the other ${WORKERS - 1}, up to 20 s later`,
    async act({ processes }) {
      const pid = processes.pid(any(processes.names('worker')));
      process.kill(pid, 'SIGSTOP');
      await seconds(40);
      process.kill(pid, 'SIGCONT');
    },
  },
];

/** The clock of the code and of all SQL; sessions that are open see it with their next statement. */
async function jump({ database, tell, control }, byMs) {
  const offsetMs = control.offsetMs + byMs;
  await database.query(
    `CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
       SELECT date_trunc('milliseconds', statement_timestamp() + interval '${offsetMs} milliseconds') $$`,
  );
  tell({ offsetMs });
}

/** Where no small file system could be mounted, files cannot be written as their folder is a file. @returns what undoes it */
function fill({ path, kind }) {
  if (kind === 'tmpfs') {
    const filler = join(path, 'filler');
    writeFileSync(filler, '');
    for (let size = 1 << 20; size >= 512; size /= 2) {
      const block = Buffer.alloc(size);
      try {
        for (;;) writeFileSync(filler, block, { flag: 'a' });
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      }
    }
    return () => rmSync(filler);
  }
  const files = join(path, 'files');
  const isThere = readdirSync(path).includes('files');
  if (isThere) renameSync(files, `${files}.away`);
  writeFileSync(files, '');
  return () => {
    rmSync(files);
    if (isThere) renameSync(`${files}.away`, files);
  };
}
