import { setTimeout as sleep } from 'node:timers/promises';
import { ACCOUNTS, REGIONS, work } from './events-world.mjs';
import { KEY } from './whole-installation.mjs';

const EVENTS_PER_SECOND = 6;
const EVERY_MS = {
  events: 1000 / EVENTS_PER_SECOND,
  executions: 1500,
  reads: 150,
  scans: 12_000,
  reports: 20_000,
};
const SCHEDULES = 16;
const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:chaos-effect';
export const CONTROLS = [
  'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
  's3_bucket_level_public_access_block',
];

const effect = (step, next) => ({
  Type: 'Task',
  Resource: FUNCTION,
  Parameters: { 'what.$': `States.Format('{}:${step}', $$.Execution.Name)` },
  ...next,
});
const steps = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'First', States: { First: effect('first', { End: true }) } },
        {
          StartAt: 'Later',
          States: {
            Later: { Type: 'Wait', Seconds: 2, Next: 'Second' },
            Second: effect('second', { End: true }),
          },
        },
      ],
      ResultPath: '$.both',
      Next: 'Ask',
    },
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: {
        QueueUrl: 'tasks',
        MessageBody: {
          task: 'request-approval',
          input: { 'title.$': "States.Format('May {} go on?', $$.Execution.Name)", expiresInSeconds: 86_400 },
          'taskToken.$': '$$.Task.Token',
        },
      },
      ResultPath: '$.answer',
      Next: 'Last',
    },
    Last: effect('last', { ResultPath: '$.last', Next: 'Done' }),
    Done: {
      Type: 'Pass',
      Parameters: { 'n.$': '$.parameters.n', 'decision.$': '$.answer.decision', 'last.$': '$.last.done' },
      End: true,
    },
  },
};
const tick = { StartAt: 'Tick', States: { Tick: effect('tick', { End: true }) } };

export const stepsOf = (name) => ['first', 'second', 'last'].map((step) => `${name}:${step}`);
export const outputOf = (name, n) => ({ n, decision: 'approved', last: `${name}:last` });

/** What people and other systems do with the service all the time: accounts that change, and requests to the API. */
export async function stream({ client, stub, receivers, database, control }) {
  const now = () => Date.now() + control.offsetMs;
  const people = work(stub, { groups: 60, buckets: 16, seed: 10, now });
  const made = { executions: new Map(), scans: new Set(), reports: new Map() };
  const ask = async (method, path, body, key = KEY) => {
    const answer = await client.ask(method, path, { key, body });
    if (answer.status < 400 || answer.status === 409) return answer;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  const approver = await setUp(ask, receivers);
  const [{ at }] = await database.query('SELECT app_now() AS at');
  await schedules(ask, new Date(Math.ceil(at.getTime() / 1000) * 1000 + 6000));
  people.begin();

  let n = 0;
  const acts = {
    events: async () => people.next(),
    executions: async () => {
      n += 1;
      const [number, name] = [n, `chaos-${n}`];
      // the same name is the same execution, and 409 once it has ended: asked again, it is there
      await ask('POST', '/workflows/start', {
        ...{ workflowType: 'chaos-steps', executionName: name, parameters: { n: number } },
      });
      made.executions.set(name, number);
    },
    reads: async () => ask('GET', ['/findings?limit=5', '/events/history?limit=5', '/scans?limit=5'][n % 3]),
    scans: async () => {
      const { status, body } = await ask('POST', '/scans', {
        ...{ services: ['s3'], accountIds: [ACCOUNTS[n % ACCOUNTS.length]], regions: [REGIONS[0]] },
      });
      if (status === 202) made.scans.add(body.scanId);
    },
    reports: async () => {
      const name = `report-${n}`;
      const { body } = await ask('POST', '/workflows/start', {
        ...{ workflowType: 'compliance-assessment', executionName: name },
        parameters: {
          ...{ framework: 'CIS', reportFormat: 'html' },
          scope: { accountIds: [ACCOUNTS[0]], regions: [REGIONS[0]], services: ['s3'] },
        },
      });
      made.reports.set(name, body.result?.executionArn);
    },
  };
  const problems = [];
  const under = new Set();
  let timers = [];
  const begin = (act) => {
    const one = act()
      .catch((error) => problems.push(error.message))
      .finally(() => under.delete(one));
    under.add(one);
  };
  const approving = approvals(ask, approver);
  return {
    ...{ people, made, problems, acts },
    start: () => {
      timers = Object.entries(EVERY_MS).map(([name, ms]) => setInterval(() => begin(acts[name]), ms));
    },
    /** Nothing more is asked, and what was asked has its answer. */
    pause: async () => {
      for (const timer of timers) clearInterval(timer);
      while (under.size > 0) await Promise.all(under);
      await people.over();
    },
    stop: approving.stop,
  };
}

async function setUp(ask, { webhookUrl }) {
  for (const accountId of ACCOUNTS)
    await ask('POST', '/accounts', { accountId, name: `Account ${accountId}`, regions: REGIONS });
  await ask('PUT', '/tenants/default/settings', { allowedNotificationDomains: ['example.com'] });
  const { body: key } = await ask('POST', '/api-keys', {
    name: 'ana',
    owner: 'ana@example.com',
    role: 'approver',
  });
  const channel = (name, type, config) => ask('POST', '/notifications/channels', { name, type, config });
  await channel('hook', 'webhook', { url: webhookUrl, secret: 'secret-of-the-chaos-test' });
  await channel('mail', 'email', { to: ['team@example.com'] });
  await ask('POST', '/notifications/rules', {
    name: 'Chaos findings',
    when: { fact: 'finding.opened', controlIds: CONTROLS },
  });
  for (const [type, definition] of Object.entries({ 'chaos-steps': steps, 'chaos-tick': tick })) {
    const optionalParameters = type === 'chaos-steps' ? ['n'] : [];
    await ask('PUT', `/workflows/definitions/${type}`, { name: type, definition, optionalParameters });
  }
  return key.key;
}

/** Each once a minute, and one of them every few seconds; half start a workflow, half do a task. */
async function schedules(ask, first) {
  for (let i = 0; i < SCHEDULES; i += 1) {
    const startDate = new Date(first.getTime() + Math.floor((i * 60) / SCHEDULES) * 1000).toISOString();
    const isTick = i % 2 === 0;
    await ask('POST', '/schedules', {
      ...{
        scheduleType: isTick ? 'chaos-tick' : 'chaos-call',
        scheduleExpression: 'rate(1 minute)',
        startDate,
      },
      ...{ overlapPolicy: 'allow', misfirePolicy: 'run_all', maxAttempts: 20 },
      target: isTick
        ? { type: 'step-functions', stateMachineName: 'ChaosTickWorkflow' }
        : { type: 'lambda', functionName: 'chaos-effect' },
    });
  }
}

/** Somebody who says yes to everything, within a second. */
function approvals(ask, key) {
  let isOver = false;
  const deciding = (async () => {
    for (; !isOver; await sleep(700)) {
      try {
        const { body } = await ask('GET', '/approvals?status=pending&limit=100', undefined, key);
        for (const { id } of body.items) await ask('POST', `/approvals/${id}/approve`, {}, key);
      } catch {
        // asked again in a moment: what is not approved does not end, and the invariants tell
      }
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await deciding;
    },
  };
}
