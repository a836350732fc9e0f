import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listersOf } from '../../src/modules/scanning/aws/readers.js';
import { type Decision, type Verdict } from '../../src/modules/scanning/domain/control.js';
import { controlById, controls } from '../../src/modules/scanning/domain/controls/index.js';
import { evaluate } from '../../src/modules/scanning/domain/evaluate.js';
import { resourceTypeOf } from '../../src/modules/scanning/domain/resources/index.js';
import {
  GLOBAL_REGION,
  type ResourceType,
  SERVICE_SCOPES,
  type Service,
} from '../../src/modules/scanning/domain/resource-type.js';
import { type Aws, AwsClients } from '../../src/platform/aws/index.js';
import { SystemClock } from '../../src/shared/clock.js';
import { thresholds } from '../support/scanning-examples.js';
import { documentedAws, type ServiceProofs, type World } from './proof.js';
import { proofs } from './proofs.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no emulator to read from: the runner reports these as skipped. */
const describeIf = MOTO_URL === undefined ? describe.skip : describe;
const REGIONS = ['us-east-1', 'eu-west-1'];

const all = proofs.flatMap((service) => [
  ...Object.keys(service.emulated ?? {}),
  ...Object.keys(service.documented ?? {}),
]);

describe('the proofs of controls', () => {
  it('hold a pass and a fail of each control', () => {
    const halves = (id: string, half: 'pass' | 'fail') =>
      proofs.some(
        ({ emulated, documented }) =>
          emulated?.[id]?.[half] !== undefined || documented?.[id]?.[half] !== undefined,
      );
    expect(controls.filter(({ id }) => !halves(id, 'pass')).map(({ id }) => id)).toEqual([]);
    expect(controls.filter(({ id }) => !halves(id, 'fail')).map(({ id }) => id)).toEqual([]);
    expect(all.filter((id) => controlById(id)?.id !== id)).toEqual([]);
  });
});

for (const service of proofs) {
  describe(`controls on ${service.service}, from answers in the documented shape`, () => {
    for (const [id, { pass, fail }] of Object.entries(service.documented ?? {})) {
      for (const [verdict, answers] of Object.entries({ pass, fail })) {
        if (answers === undefined) continue;
        it(`${id}: ${verdict}`, async () => {
          const type = resourceTypeOf(controlById(id)?.type ?? '');
          if (type === undefined) throw new Error(`${id} is no control`);
          const found = await readAll(documentedAws(answers), service.service, type);
          const verdicts = found.map((one) => decide(service, one, id).verdict);
          expect(verdicts).toContain(verdict);
        });
      }
    }
  });

  if (Object.keys(service.emulated ?? {}).length === 0) continue;
  describeIf(`controls on ${service.service}, from the emulator (needs MOTO_URL)`, () => {
    let clients: AwsClients;
    let names: Record<string, string>;
    let found: Map<string, Read>;
    let environment: NodeJS.ProcessEnv;

    beforeAll(async () => {
      environment = { ...process.env };
      process.env['AWS_ACCESS_KEY_ID'] = 'test';
      process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
      clients = new AwsClients(
        {
          ...{ endpointUrl: MOTO_URL, defaultRegion: 'us-east-1' },
          ...{ maxCallsPerSecond: 500, maxConcurrentCalls: 20 },
          sessionName: () => 'controls-spec',
        },
        new SystemClock(),
      );
      const world: World = { ...place(clients), other: place(clients) };
      names = (await service.build?.(world)) ?? {};
      found = new Map();
      for (const { aws } of [world, world.other]) {
        for (const region of REGIONS) {
          for (const one of await readAll(aws(region), service.service)) found.set(one.arn, one);
        }
      }
    }, 120_000);

    afterAll(() => {
      clients.close();
      process.env = environment;
    });

    for (const [id, halves] of Object.entries(service.emulated ?? {})) {
      for (const [verdict, name] of Object.entries(halves) as [Verdict, string][]) {
        it(`${id}: ${verdict} ${name}`, () => {
          const arn = names[name];
          const one = found.get(arn ?? '');
          if (one === undefined)
            throw new Error(`${name} (${arn}) is not among ${[...found.keys()].join(', ')}`);
          const decision = decide(service, one, id);
          expect({ verdict: decision.verdict, evidence: decision.evidence }).toMatchObject({ verdict });
        });
      }
    }
  });
}

interface Read {
  type: ResourceType;
  configuration: unknown;
  arn: string;
  region: string;
  accountId: string;
}

/** Everything of a service (or of one type) in an account and one region, each checked to be what its type says. */
async function readAll(aws: Aws, service: Service, only?: ResourceType): Promise<Read[]> {
  const read: Read[] = [];
  for (const scope of SERVICE_SCOPES[service]) {
    const { partition, accountId } = aws.account;
    const at = { partition, accountId, region: scope === 'region' ? aws.region : GLOBAL_REGION };
    for (const lister of listersOf(service, scope)) {
      if (only !== undefined && !lister.types.includes(only)) continue;
      for await (const { type, configurations } of lister.list(aws, at)) {
        for (const configuration of only === undefined || type === only ? configurations : []) {
          expect(type.schema.parse(configuration)).toEqual(configuration); // the schema knows each field
          const region = type.region?.(configuration) ?? at.region;
          read.push({ type, configuration, arn: type.arn(configuration, at), region, accountId });
        }
      }
    }
  }
  return read;
}

function decide(
  service: ServiceProofs,
  { type, configuration, region, accountId }: Read,
  id: string,
): Decision {
  const [one] = evaluate(
    type,
    configuration,
    {
      now: new Date(),
      place: { partition: 'aws', accountId, region },
      thresholds: { ...thresholds, ...service.thresholds },
      settings: Object.fromEntries(
        Object.entries(service.parameters ?? {}).map(([control, parameters]) => [control, { parameters }]),
      ),
    },
    { exemptTags: [], asks: (control) => control.id === id },
  );
  if (one === undefined) throw new Error(`${id} is no control on ${type.type}`);
  return one.decision;
}

/** An account that no other test has: AssumeRole gives the emulator's accounts out by their number. */
function place(clients: AwsClients): { accountId: string; aws: (region?: string) => Aws } {
  const accountId = String(3e11 + Math.floor(Math.random() * 1e11));
  const account = {
    ...{ tenantId: 'default', accountId, partition: 'aws', externalId: null },
    roleArn: `arn:aws:iam::${accountId}:role/QrieInventoryRole`,
  };
  return { accountId, aws: (region = 'eu-west-1') => clients.for(account, region) };
}
