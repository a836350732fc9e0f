import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { startTestApp } from '../support/app.js';
import { startApi } from './support/api.js';
import { documentOf, operationsOf, pathOf, type Operation, type Schema } from './support/document.js';
import { findings, flawOf } from './support/judge.js';
import { partsOf, sampleOf } from './support/samples.js';
import { hasId, idsFor, seedTenant, urlFor } from './support/seed.js';

const { app } = await startApi();
afterAll(() => app.close());
const operations = operationsOf(await documentOf(app)).filter(({ path }) => !path.startsWith('/links/'));
const acme = await seedTenant(app, 'acme', 1);
const withBody = operations.filter(({ body, role }) => body !== undefined && role !== 'platform');
const urlOf = (operation: Operation) =>
  urlFor(acme, operation, hasId(operation.path) ? (idsFor(acme, operation.path)[0] ?? '') : '');

const MB = 1024 * 1024;
/** Computing time of this process, which is both ends of the request; a megabyte takes some tenths of it. */
const SOON_MS = 1_500;
/** As many readings of a megabyte take about as long; more than that where the machine is slow, as some are by the hour. */
const SOON_READINGS = 100;

type Ask = [method: string, path: string, body: string, headers?: Record<string, string>];

/** Asks, and tells what computing that took: how long it takes depends on what else the machine does. */
async function measured(...[method, path, body, headers]: Ask) {
  const began = process.cpuUsage();
  const answer = await app.request<unknown>(method, path, {
    key: acme.admin,
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const { user, system } = process.cpuUsage(began);
  return { answer, ms: (user + system) / 1000 };
}

/** Slow is what is slow a second time too: the first may have had the memory of all before it to clear away. */
async function timed(...ask: Ask) {
  const { answer, ms } = await measured(...ask);
  return { answer, ms: ms > SOON_MS ? Math.min(ms, (await measured(...ask)).ms) : ms };
}

const tooSlow = (ms: number) =>
  ms > SOON_MS && ms > SOON_READINGS * readingMs() ? `computed for ${Math.round(ms)} ms` : undefined;

function readingMs(): number {
  const text = JSON.stringify(Array.from({ length: 76_000 }, (_, i) => ({ [`f${i % 50}`]: i })));
  const rounds = 20;
  const began = process.cpuUsage();
  for (let i = 0; i < rounds; i += 1) JSON.stringify(JSON.parse(text));
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000 / rounds;
}

describe('a body as large as may be', () => {
  const nested = (open: string, close: string) => {
    const depth = Math.floor((MB - 1000) / (open.length + close.length));
    return `${open.repeat(depth)}1${close.repeat(depth)}`;
  };
  const shapes = [
    ['half a million lists in each other', nested('[', ']')],
    ['a hundred thousand objects in each other', nested('{"a":', '}')],
    ['a hundred thousand fields', `{${Array.from({ length: 90_000 }, (_, i) => `"f${i}":1`).join()}}`],
    [
      'the same field a hundred thousand times',
      `{${Array.from({ length: 100_000 }, () => '"a":{}').join()}}`,
    ],
    ['fields that are numbers', `{${Array.from({ length: 60_000 }, (_, i) => `"${i * 65_536}":1`).join()}}`],
  ] as const;

  /** What is nested is refused before anybody knows which route it is for; what is wide, by each route's own schema. */
  const some = withBody.filter(({ name }, i) => i % 8 === 0 || name === 'POST /events/explain');

  it.each(shapes)(
    'is refused soon: %s',
    async (what, text) => {
      expect(text.length).toBeLessThan(MB);
      const flaws = await findings(
        what.endsWith('in each other') ? some.slice(0, 3) : some,
        async (operation) => {
          const { answer, ms } = await timed(operation.method, urlOf(operation), text);
          const isRefused = answer.status >= 400 || operation.name === 'POST /events/explain';
          return flawOf(answer) ?? tooSlow(ms) ?? (isRefused ? undefined : `answers ${answer.status}`);
        },
        1,
      );
      expect(flaws).toEqual([]);
    },
    120_000,
  );

  /** What fills a megabyte, by what the field takes. */
  function heavy({ type, items, additionalProperties, properties, anyOf, oneOf, allOf }: Schema): unknown {
    const [branch] = [...(anyOf ?? []), ...(oneOf ?? []), ...(allOf ?? [])];
    if (branch !== undefined) return heavy(branch);
    if (type === 'string') return `${'a'.repeat(900_000)}!`;
    if (type === 'array') {
      const one = JSON.stringify(items === undefined ? 'x' : sampleOf(items));
      const list = Array.from({ length: Math.floor(900_000 / (one.length + 1)) }, () => one);
      return JSON.parse(`[${list.join()}]`) as unknown;
    }
    if (type === 'object' && properties === undefined && additionalProperties !== false)
      return Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`field${i}`, 1]));
    return type === undefined
      ? (JSON.parse(`${'['.repeat(30)}${'1,'.repeat(200_000)}1${']'.repeat(30)}`) as unknown)
      : undefined;
  }

  it.each(withBody)(
    'of $name is answered soon, whatever field it is in',
    async (operation) => {
      const { fields } = partsOf(operation.body?.schema ?? {});
      const cases = fields.flatMap(({ isTop, path, schema, bodyWith }) => {
        const value = isTop ? heavy(schema) : undefined;
        return value === undefined ? [] : [{ path, body: JSON.stringify(bodyWith(value)) }];
      });
      const flaws = await findings(
        cases,
        async ({ path, body }) => {
          const { answer, ms } = await timed(operation.method, urlOf(operation), body);
          const flaw = flawOf(answer) ?? tooSlow(ms);
          return flaw === undefined ? undefined : `${path.join('.')}: ${flaw}`;
        },
        1,
      );
      expect(flaws).toEqual([]);
    },
    120_000,
  );

  it('is no larger for being compressed', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MB, '{"a":'));
    expect(bomb.length).toBeLessThan(MB);
    const before = process.memoryUsage().rss;
    const answer = await fetch(`${app.url}/scans`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${acme.admin}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body: bomb,
    });
    expect(answer.status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MB);
  });
});

describe('a body of who has no good key', () => {
  it('is not read: large ones, many at once, that are no JSON', async () => {
    const small = await startTestApp({ ROLE: 'api', RATE_LIMIT_PER_ADDRESS: '5' });
    const parse = jest.spyOn(JSON, 'parse');
    try {
      // a body that is no JSON would be 400, had anybody read it
      const text = `{${'x'.repeat(900_000)}`;
      const ask = (key: string | null, path: string) =>
        small.request<unknown>('POST', path, {
          key,
          body: text,
          headers: { 'content-type': 'application/json' },
        });
      expect((await ask(null, '/scans')).status).toBe(401);
      expect((await ask(`shp_${'y'.repeat(43)}`, '/workflows/definitions')).status).toBe(401);
      for (const path of ['/scans', '/health/live', '/nowhere', '/docs-json', '/metrics'])
        expect([401, 429]).toContain((await ask(null, path)).status);
      const statuses = (await Promise.all(Array.from({ length: 30 }, () => ask(null, '/scans')))).map(
        ({ status }) => status,
      );
      // a slow machine may take longer than the second that is counted
      expect([...new Set(statuses)].filter((status) => status !== 401)).toEqual([429]);
      expect(parse.mock.calls.filter(([given]) => given.includes('xxxx'))).toEqual([]);
      // who has a key is told what is wrong with it
      expect((await ask(small.platformKey, '/scans')).status).toBe(400);
    } finally {
      parse.mockRestore();
      await small.close();
    }
  });

  it('is counted by address before it is read, where a link opens a page', async () => {
    const small = await startTestApp({ ROLE: 'api', RATE_LIMIT_PER_ADDRESS: '5' });
    try {
      const headers = { 'content-type': 'application/json' };
      const ask = () => small.request<unknown>('POST', '/links/x.y', { key: null, body: '{', headers });
      const statuses = (await Promise.all(Array.from({ length: 12 }, ask))).map(({ status }) => status);
      expect([...new Set(statuses)].sort()).toEqual([400, 429]);
    } finally {
      await small.close();
    }
  });
});

describe('what a definition holds', () => {
  const definitions = operations.filter(
    ({ path, method }) => path.startsWith('/workflows/definitions') && method !== 'GET',
  );
  const bodies = {
    'a list in a list, seven hundred thousand times': `{"definition":{"a":${'['.repeat(700_000)}${']'.repeat(700_000)}}}`,
    'an object in an object, two hundred thousand times': `{"definition":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}}`,
    'the same as text': JSON.stringify({ definition: `${'['.repeat(600_000)}${']'.repeat(600_000)}` }),
  };
  it.each(
    definitions.flatMap((operation) =>
      Object.entries(bodies).map(([what, body]) => ({ ...operation, what, text: body })),
    ),
  )(
    'may be deep, and $name answers soon: $what',
    async (operation) => {
      const { answer, ms } = await timed(
        operation.method,
        pathOf(operation, () => 'deep'),
        operation.text,
      );
      expect([flawOf(answer), tooSlow(ms)]).toEqual([undefined, undefined]);
    },
    60_000,
  );
});

describe('an event that its sender made to hang who reads it', () => {
  const record = (eventName: string, requestParameters: object, eventSource = 'iam.amazonaws.com') =>
    JSON.stringify({
      eventSource,
      eventName,
      awsRegion: 'us-east-1',
      recipientAccountId: '1'.repeat(12),
      requestParameters,
    });
  const arn = 'arn:aws:iam::111111111111:';
  const events = {
    'two gaps in an ARN': record('DeleteUserPolicy', {
      userName: `${arn}user/${'/policy/'.repeat(100_000)}\n`,
      policyName: 'x',
    }),
    'two gaps side by side': record('UpdateGroup', {
      newPath: `${arn}group${'a'.repeat(800_000)}\n`,
      newGroupName: 'x',
      groupName: 'x',
    }),
    'a name of 900,000 characters': record('DeleteUser', { userName: 'a'.repeat(900_000) }),
    'a list of a hundred thousand': record(
      'TerminateInstances',
      { instancesSet: { items: Array.from({ length: 20_000 }, (_, i) => ({ instanceId: `i-${i}` })) } },
      'ec2.amazonaws.com',
    ),
  };
  it.each(Object.entries(events))('is explained soon: %s', async (_, text) => {
    const { answer, ms } = await timed('POST', '/events/explain', text);
    expect([flawOf(answer), tooSlow(ms)]).toEqual([undefined, undefined]);
  });
});

describe('what objects inherit', () => {
  const raw = (operation: Operation) => {
    const sample = JSON.stringify(operation.body === undefined ? {} : sampleOf(operation.body.schema));
    const evil =
      '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1}';
    return [
      sample.replace(/^\{/, `{${evil}${sample === '{}' ? '' : ','}`),
      ...[...sample.matchAll(/:\{/g)].map(({ index }) => {
        const rest = sample.slice(index + 2);
        return `${sample.slice(0, index)}:{${evil}${rest.startsWith('}') ? '' : ','}${rest}`;
      }),
    ];
  };

  it.each(withBody)('is not changed by a body of $name', async (operation) => {
    for (const text of raw(operation)) {
      const { answer } = await timed(operation.method, urlOf(operation), text);
      expect(flawOf(answer)).toBeUndefined();
    }
    const { fields } = partsOf(operation.body?.schema ?? {});
    for (const { bodyWith } of fields) {
      const text = JSON.stringify(bodyWith('THE PLACE')).replace(
        '"THE PLACE"',
        '{"__proto__":{"polluted":1}}',
      );
      expect(flawOf((await timed(operation.method, urlOf(operation), text)).answer)).toBeUndefined();
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('is not changed by a query', async () => {
    const names = [
      '__proto__',
      '__proto__[polluted]',
      'constructor[prototype][polluted]',
      'toString',
      'constructor',
    ];
    for (const name of names) {
      const answer = await app.request<unknown>('GET', `/findings?${name}=1`, { key: acme.admin });
      expect([answer.status < 500, flawOf(answer)]).toEqual([true, undefined]); // refused, or left out
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
