import { afterAll, describe, expect, it } from '@jest/globals';
import { startApi } from './support/api.js';
import { accepts, documentOf, operationsOf, type Operation } from './support/document.js';
import { everythingOf } from './support/everything.js';
import { findings, flawOf } from './support/judge.js';
import { partsOf, type Field } from './support/samples.js';
import { hasId, idsFor, seedTenant, urlFor } from './support/seed.js';

// Every field of every body that can hold an id is given every id of another tenant. Made from the document: a new
// route or field is tried without a line being added.
const { app } = await startApi();
afterAll(() => app.close());
const acme = await seedTenant(app, 'acme', 1);
const globex = await seedTenant(app, 'globex', 2);
const operations = operationsOf(await documentOf(app)).filter(
  ({ isPublic, role, body }) => !isPublic && role !== 'platform' && body !== undefined,
);

/** What stands for something of a tenant, as texts of a body: one of each kind. */
const foreign = [
  ...new Set([
    acme.accountId,
    ...Object.values(acme.ids).map(([first]) => first ?? ''),
    ...Object.values(acme.parts),
  ]),
].filter((id) => id !== 'acme'); // a tenant's name is tenancy.spec.ts's

/** Fields that refer to what there is. Those that name something new (`name`) are the caller's own words. */
const REFERS =
  /(ids?|arns?|targets?|channels?|accounts?|resources?|frameworks?|controls?|stateMachineName)$/i;
const NAMES_ITS_OWN = [
  ...['POST /frameworks id', 'POST /frameworks requirements.id', 'PUT /frameworks/{id} requirements.id'],
  'POST /controls/custom id',
];

/**
 * Where another tenant's id is taken, since it is only looked for among what is the caller's own: when, and what comes of
 * it. Whoever adds one says so here.
 */
const LOOKED_FOR_LATER: Record<string, string> = {
  'POST /events/rules action.frameworks':
    "looked for among the tenant's own by the scan that the rule starts",
  'PUT /events/rules/{id} action.frameworks': 'the same',
  'POST /events/rules action.controls': 'the same',
  'PUT /events/rules/{id} action.controls': 'the same',
  'POST /scans resourceArns': "a narrower scan of the tenant's own accounts, in which it is not",
  'POST /events/rules action.resourceArns': 'the same',
  'PUT /events/rules/{id} action.resourceArns': 'the same',
  'POST /events/rules action.accountIds':
    'refused by the scan that the rule starts, as POST /scans refuses it',
  'PUT /events/rules/{id} action.accountIds': 'the same',
  'POST /incidents resourceArns': "what is contained is looked for among the tenant's own accounts",
  'POST /patching/installations approvedPatches.accountId':
    'refused by the plan, which is made of own accounts',
  'POST /patching/installations/plan approvedPatches.accountId': 'the same: told as refused',
  'POST /schedules target.stateMachineName':
    "looked for among the tenant's own workflows at each start; the run fails",
  'PUT /schedules/{scheduleId} target.stateMachineName': 'the same',
  'POST /events/rules action.targets': "looked for among the tenant's own channels when something is sent",
  'PUT /events/rules/{id} action.targets': 'the same',
  'POST /incidents notificationTargets': 'the same',
  'POST /patching/installations correlationId': "the caller's own word",
  'POST /patching/installations/plan correlationId': 'the same',
  'POST /patching/installations approvedPatches.resourceArn': 'kept as given; the account decides',
  'POST /patching/installations approvedPatches.patchId': 'the same',
  'POST /patching/installations approvedPatches.instanceId': 'the same',
  'POST /patching/installations approvedPatches.cveIds': 'the same',
  'POST /patching/installations/plan approvedPatches.resourceArn': 'the same',
  'POST /patching/installations/plan approvedPatches.patchId': 'the same',
  'POST /patching/installations/plan approvedPatches.instanceId': 'the same',
  'POST /patching/installations/plan approvedPatches.cveIds': 'the same',
  'PUT /accounts/{id} externalId': "a secret of the tenant's own role",
  'POST /accounts externalId': 'the same',
};

/** Conditions on what the tenant itself has: what is another's fits nothing. */
const CONDITION = /^(POST|PUT) \/(mutes\S* rules|notifications\/rules\S* when)\./;

const nameOf = ({ path }: Field) => path.findLast((part) => !/^\d+$/.test(part)) ?? '';
const placeOf = ({ name }: Operation, { path }: Field) =>
  `${name} ${path.filter((part) => !/^\d+$/.test(part)).join('.')}`;
const urlOf = (operation: Operation) =>
  urlFor(globex, operation, hasId(operation.path) ? (idsFor(globex, operation.path)[0] ?? '') : '');

const ask = (operation: Operation, body: unknown) =>
  app.request<unknown>(operation.method, urlOf(operation), { key: globex.admin, body });

/** Whether an answer has something of the other tenant that it was not told: each of its texts holds its mark. */
const leaks = (body: unknown): boolean => {
  let text = JSON.stringify(body ?? '');
  for (const id of foreign.toSorted((a, b) => b.length - a.length))
    text = text.replaceAll(JSON.stringify(id).slice(1, -1), '');
  return text.includes(acme.mark);
};

const before = await everythingOf(app.database, 'acme');

describe("another tenant's id in a body", () => {
  it.each(operations)(
    'is nothing to $name, whatever field it stands in',
    async (operation) => {
      const { fields } = partsOf(operation.body?.schema ?? {});
      const cases = fields
        .map((field) => ({ field, place: placeOf(operation, field) }))
        .filter(({ field, place }) => REFERS.test(nameOf(field)) && !NAMES_ITS_OWN.includes(place))
        .filter(({ field }) => nameOf(field) !== 'tenantId') // tenancy.spec.ts
        .flatMap(({ field, place }) => foreign.map((id) => ({ field, place, id })))
        .filter(({ field, id }) => accepts(field.schema, id));
      const flaws = await findings(cases, async ({ field, place, id }) => {
        const answer = await ask(operation, field.bodyWith(id));
        const isKept = place in LOOKED_FOR_LATER || CONDITION.test(place);
        const isTaken = answer.status < 300 && !isKept;
        const flaw =
          flawOf(answer) ??
          (leaks(answer.body) ? `tells ${JSON.stringify(answer.body)}` : undefined) ??
          (isTaken ? `takes it with ${answer.status}` : undefined);
        return flaw === undefined ? undefined : `${place} = ${id}: ${flaw}`;
      });
      expect(flaws).toEqual([]);
    },
    120_000,
  );

  it('has changed nothing of the other tenant by then', async () => {
    expect(await everythingOf(app.database, 'acme')).toEqual(before);
  });
});
