import { afterAll, describe, expect, it } from '@jest/globals';
import { startApi } from './support/api.js';
import {
  bodies,
  brokenCursors,
  pathTexts,
  queryTexts,
  strayCursors,
  unstorable,
  values,
} from './support/bad-values.js';
import {
  accepts,
  documentOf,
  isList,
  operationsOf,
  parametersIn,
  pathOf,
  problemsIn,
  type Operation,
  type Schema,
} from './support/document.js';
import { fieldsOf, findings, flawOf, flawOfOneField, short } from './support/judge.js';
import { partsOf, sampleOf, type Field } from './support/samples.js';
import { hasId, idsFor, seedTenant, urlFor } from './support/seed.js';

// Everything here is made from the document: a new route, field or parameter is tested without a line being added.
const { app } = await startApi();
afterAll(() => app.close());
// behind links are pages, for people and their mail programs: links.spec.ts
const operations = operationsOf(await documentOf(app)).filter(({ path }) => !path.startsWith('/links/'));
// a body that passes goes on to something that is there, since what a field may hold shows only when it is stored
const seeded = await seedTenant(app, 'default', 1);

const send = (
  operation: Operation,
  rest: { query?: string; path?: string; body?: unknown; headers?: object } = {},
) => {
  const path = rest.path ?? urlOf(operation);
  const body = rest.body === undefined ? {} : { body: rest.body };
  const headers = { headers: { ...rest.headers } as Record<string, string> };
  return app.request<unknown>(operation.method, `${path}${rest.query ?? ''}`, { ...body, ...headers });
};

const urlOf = (operation: Operation) =>
  urlFor(seeded, operation, hasId(operation.path) ? (idsFor(seeded, operation.path)[0] ?? '') : '');

/** The guard answers first where a text names a tenant: 404 where there is none, whatever the text. */
const namesTenant = ({ isTop, path }: Field, value: unknown) =>
  isTop && path[0] === 'tenantId' && [value].flat().some((one) => typeof one === 'string');

/** What events hold depends on what they are: their service reads them, and refuses them as a schema does. */
const READ_LATER = ['POST /events/explain'];

describe.each(operations.filter((one) => one.body !== undefined))('the body of $name', (operation) => {
  const { schema, required } = operation.body ?? { schema: {}, required: false };
  const { fields, objects } = partsOf(schema);
  const sample = sampleOf(schema);

  it('is refused with each bad field named', async () => {
    const before = fieldsOf(await send(operation, { body: sample }));
    const cases = fields.flatMap((field) => [...values, ...unstorable].map((value) => ({ field, value })));
    const flaws = await findings(cases, async ({ field, value }) => {
      const name = field.path.join('.');
      const answer = await send(operation, { body: field.bodyWith(value) });
      const mustRefuse = unstorable.includes(value as string) || !accepts(field.schema, value);
      const mayBeNoTenant = namesTenant(field, value) && [403, 404].includes(answer.status);
      const isWhole = field.alternativeOf === undefined || unstorable.includes(value as string);
      const flawed = (named: string) => flawOfOneField(answer, named, before);
      const flaw =
        mustRefuse && !mayBeNoTenant
          ? flawed(name) && (isWhole ? flawed(name) : flawed(field.alternativeOf ?? ''))
          : flawOf(answer);
      return flaw === undefined ? undefined : `${name} = ${short(value)}: ${flaw}`;
    });
    expect(flaws).toEqual([]);
  }, 120_000); // some bodies have hundreds of fields

  it('is refused when a field is missing', async () => {
    const before = fieldsOf(await send(operation, { body: sample }));
    const flaws = await findings(
      fields.filter((field) => field.isRequired),
      async (field) => {
        const answer = await send(operation, { body: field.bodyWithout() });
        const flaw = flawOfOneField(answer, field.path.join('.'), before);
        // of alternatives nobody can tell which one was meant
        return field.alternativeOf === undefined
          ? flaw
          : flaw && flawOfOneField(answer, field.alternativeOf, before);
      },
    );
    expect(flaws).toEqual([]);
  });

  it('is refused with a field that is not there, at every level', async () => {
    const before = fieldsOf(await send(operation, { body: sample }));
    const flaws = await findings(objects, async ({ path, bodyWith }) => {
      const answer = await send(operation, { body: bodyWith({ noSuchField: 1 }) });
      return flawOfOneField(answer, [...path, 'noSuchField'].join('.'), before);
    });
    expect(flaws).toEqual([]);
  });

  it('is refused when it is no such object', async () => {
    const flaws = await findings(bodies, async ({ what, body, headers }) => {
      const answer = await send(operation, { body, headers });
      const flaw = flawOf(answer) ?? (answer.status === 400 ? undefined : `answers ${answer.status}`);
      return flaw === undefined ? undefined : `${what}: ${flaw}`;
    });
    expect(flaws).toEqual([]);
  });

  it('is refused when it is too large', async () => {
    const answer = await send(operation, { body: { padding: 'x'.repeat(1_600_000) } });
    expect([answer.status, flawOf(answer)]).toEqual([413, undefined]);
  });

  const isReadLater = READ_LATER.includes(operation.name);
  const mayBeEmpty = !required || (!isReadLater && accepts(schema, {})); // express reads an empty body as {}
  it(`may ${mayBeEmpty ? '' : 'not '}be empty`, async () => {
    const headers = { 'content-type': 'application/json' };
    for (const body of [undefined, '']) {
      const answer = await send(operation, { body, headers });
      expect(flawOf(answer)).toBeUndefined();
      expect(answer.status === 400).toBe(!mayBeEmpty);
    }
  });
});

describe.each(operations.filter((one) => parametersIn(one, 'query').length > 0))(
  'the query of $name',
  (operation) => {
    const parameters = parametersIn(operation, 'query');

    it('is refused with the bad parameter named', async () => {
      const cases = parameters.flatMap((parameter) => queryTexts.map((text) => ({ ...parameter, text })));
      const flaws = await findings(cases, async ({ name, schema, text }) => {
        const answer = await send(operation, { query: `?${name}=${text}` });
        const mustRefuse = !accepts(schema, read(schema, text));
        const flaw =
          mustRefuse && !isNoTenant(name, answer.status) ? flawOfOneField(answer, name) : flawOf(answer);
        return flaw === undefined ? undefined : `${name}=${text.slice(0, 60)}: ${flaw}`;
      });
      expect(flaws).toEqual([]);
    });

    it('is refused with a parameter twice, or with what cannot be stored', async () => {
      const cases = parameters.flatMap(({ name, schema }) => {
        const text = encodeURIComponent(String(sampleOf(schema)));
        return [`${name}=${text}&${name}=${text}`, `${name}=a%00b`, `${name}=1&${name}=2`].map((query) => ({
          name,
          query,
        }));
      });
      const flaws = await findings(cases, async ({ name, query }) => {
        const answer = await send(operation, { query: `?${query}` });
        const flaw = isNoTenant(name, answer.status) ? flawOf(answer) : flawOfOneField(answer, name);
        return flaw === undefined ? undefined : `${query}: ${flaw}`;
      });
      expect(flaws).toEqual([]);
    });

    it('is refused with a parameter that is not there', async () => {
      const queries = ['noSuchField=1', 'limit[gt]=1', 'a%00b=1'];
      const flaws = await findings(queries, async (query) => {
        const answer = await send(operation, { query: `?${query}` });
        return answer.status === 400 ? flawOf(answer) : `${query}: answers ${answer.status}`;
      });
      expect(flaws).toEqual([]);
    });
  },
);

const isNoTenant = (name: string, status: number) => name === 'tenantId' && [403, 404].includes(status);

/** The value that a text of a query stands for, by its schema. */
function read({ type }: Schema, text: string): unknown {
  const plain = new URLSearchParams(`x=${text}`).get('x') ?? '';
  return type === 'integer' || type === 'number' ? Number(plain) : plain;
}

describe.each(operations.filter(isList))('the pages of $name', (operation) => {
  it('begin at no cursor but its own', async () => {
    const flaws = await findings(brokenCursors, async (cursor) => {
      const flaw = flawOfOneField(await send(operation, { query: `?cursor=${cursor}` }), 'cursor');
      return flaw === undefined ? undefined : `${cursor}: ${flaw}`;
    });
    expect(flaws).toEqual([]);
  });

  it('take a cursor that points to nothing, or name it', async () => {
    const flaws = await findings(strayCursors, async (cursor) => {
      const answer = await send(operation, { query: `?cursor=${cursor}` });
      if (answer.status === 200) return undefined;
      const flaw = flawOfOneField(answer, 'cursor'); // where the key is no text, it can be told
      return flaw === undefined ? undefined : `${cursor}: ${flaw}`;
    });
    expect(flaws).toEqual([]);
  });

  it.each(['0', '-1', '501', '1e9', '1.5', 'abc', '', '1&limit=2'])('have no limit of %s', async (limit) => {
    expect(flawOfOneField(await send(operation, { query: `?limit=${limit}` }), 'limit')).toBeUndefined();
  });
});

describe.each(operations.filter((one) => parametersIn(one, 'path').length > 0))(
  'the path of $name',
  (operation) => {
    it('leads nowhere with a bad part', async () => {
      const { body } = operation;
      const flaws = await findings(pathTexts, async (text) => {
        const sample = body === undefined ? undefined : sampleOf(body.schema);
        const answer = await send(operation, { path: pathOf(operation, () => text), body: sample });
        const flaw = flawOf(answer) ?? (answer.status >= 400 ? undefined : `answers ${answer.status}`);
        return flaw === undefined ? undefined : `${text.slice(0, 60)}: ${flaw}`;
      });
      expect(flaws).toEqual([]);
    });
  },
);

describe.each(operations.filter((one) => one.body === undefined && one.method !== 'GET'))(
  '$name',
  (operation) => {
    it('takes no harm from a body that it does not read', async () => {
      const path = pathOf(operation, () => 'no-such-thing'); // a DELETE would leave nothing for the others
      const flaws = await findings(bodies, async ({ what, body, headers }) => {
        const flaw = flawOf(await send(operation, { path, body, headers }));
        return flaw === undefined ? undefined : `${what}: ${flaw}`;
      });
      expect(flaws).toEqual([]);
    });
  },
);

describe('what was taken of all this', () => {
  it.each(operations.filter(({ method, path }) => method === 'GET' && path !== '/metrics'))(
    'can be read again: $name',
    async (operation) => {
      const query = isList(operation) ? '?limit=500' : '';
      const answer = await send(operation, { query });
      const schema = operation.responses['200'];
      expect(answer.status).toBe(200);
      expect(schema ? problemsIn(schema, answer.body) : []).toEqual([]);
    },
  );
});
