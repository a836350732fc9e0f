import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { UnitOutcome } from '../../src/modules/scanning/domain/scan-outcome.js';
import {
  PlaceUnits,
  type PlaceIds,
  type PlaceWork,
  type UnitEnd,
} from '../../src/modules/scanning/place-units.js';
import type { OpenUnit } from '../../src/modules/scanning/scan-unit.store.js';
import { Units } from '../../src/modules/scanning/units.js';
import { callMeter } from '../../src/platform/aws/index.js';
import { Database } from '../../src/platform/database/index.js';
import type { Attempt } from '../../src/platform/queue/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { scanWith } from '../support/scan-rows.js';

const DONE: UnitOutcome = { status: 'completed', errors: [] };
const attempt: Attempt = {
  number: 1,
  last: false,
  tenantId: 'default',
  signal: new AbortController().signal,
};
const [HERE, THERE] = ['eu-west-1', 'us-east-1'];

describe('the units of one account × region', () => {
  let test: TestApp;
  let places: PlaceUnits;

  beforeAll(async () => {
    test = await startTestApp({ ROLE: 'api' }); // nobody else is at work
    places = test.app.get(PlaceUnits, { strict: false });
  });
  afterAll(() => test.close());

  const scanOf = (here: string[], there: string[] = []) =>
    scanWith(test, [
      ...here.map((service) => ({ service, region: HERE })),
      ...there.map((service) => ({ service, region: THERE })),
    ]);
  type Scan = Awaited<ReturnType<typeof scanOf>>;
  const isOk = async (unit: OpenUnit): Promise<UnitEnd> => ({ unit, outcome: DONE });

  /** Reads a place; gives back which of its units were read, and which of them were finished together. */
  async function run(ids: PlaceIds, read: (unit: OpenUnit, work: PlaceWork) => Promise<UnitEnd> = isOk) {
    const seen = { read: [] as string[], finished: [] as string[], error: undefined as unknown };
    const counted = (unit: OpenUnit, work: PlaceWork) => {
      seen.read.push(unit.service);
      return read(unit, work);
    };
    const finish = async (ends: readonly UnitEnd[], { write }: PlaceWork) => {
      await write(async () => new Map());
      seen.finished.push(...ends.map(({ unit }) => unit.service));
    };
    await places.run(ids, attempt, counted, finish).catch((error: unknown) => (seen.error = error));
    return { ...seen, read: seen.read.sort(), finished: seen.finished.sort() };
  }

  const states = async (scan: Scan) =>
    Object.fromEntries((await scan.rows()).map(({ service, status }) => [service, status]));
  const giveUp = (ids: PlaceIds) =>
    test.app.get(Database).withTenant('default', (tx) => places.giveUp(tx, 'default', ids));
  const assess = async (scan: Scan) =>
    test.app
      .get(Units, { strict: false })
      .run((await scan.unit('assessment')).ids, attempt, ({ close }) => close(DONE));

  /** Writes nothing but what a unit counts. */
  const writing = (unit: OpenUnit, { write }: PlaceWork, resources: number) =>
    write(async () => new Map([[unit.id, { resources, findings: 0 }]]));

  const failing =
    (service: string, how: (unit: OpenUnit, work: PlaceWork) => Promise<void> = async () => undefined) =>
    async (unit: OpenUnit, work: PlaceWork) => {
      if (unit.service !== service) return isOk(unit);
      await how(unit, work);
      throw new Error(`${service} broke`);
    };

  it('are closed together, and with those of the last place the scan goes on to its assessment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const scan = await scanOf(['ec2', 'rds', 'kms'], ['lambda', 'sqs']);
      const ends = await Promise.all([HERE, THERE].map((region) => run(scan.place(region)))); // at the same time
      expect(ends.map(({ finished }) => finished)).toEqual([
        ['ec2', 'kms', 'rds'],
        ['lambda', 'sqs'],
      ]);
      expect([await scan.status(), await scan.assessments()]).toEqual(['running', 1]);
      await assess(scan);
      expect([await scan.status(), await scan.assessments()]).toEqual(['completed', 1]);
    }
  });

  it('stay open for another attempt where one of them fails: the others are closed, and it alone is read again', async () => {
    const scan = await scanOf(['ec2', 'rds', 'kms']);
    const first = await run(
      scan.place(HERE),
      failing('rds', async (unit, work) => {
        await writing(unit, work, 7);
        callMeter.count('rds:DescribeDBInstances', 'error');
      }),
    );
    expect(first).toMatchObject({ read: ['ec2', 'kms', 'rds'], finished: ['ec2', 'kms'] });
    expect(first.error).toEqual(new Error('rds broke'));
    expect(await states(scan)).toEqual({ ec2: 'completed', rds: 'running', kms: 'completed' });
    expect([await scan.status(), await scan.assessments()]).toEqual(['running', 0]);

    const second = await run(scan.place(HERE), async (unit, work) => {
      await writing(unit, work, 2);
      callMeter.count('rds:DescribeDBInstances', 'ok');
      return isOk(unit);
    });
    expect(second).toMatchObject({ read: ['rds'], finished: ['rds'], error: undefined });
    // what it found is counted by the attempt that got through; AWS has counted the calls of both
    expect(await scan.unit('rds')).toMatchObject({ attempt: 2, resources: 2 });
    await assess(scan);
    expect(await scan.status()).toBe('completed');
  });

  it('count the calls of an attempt that failed, too', async () => {
    const scan = await scanOf(['ec2', 'rds']);
    const call = async (unit: OpenUnit) => callMeter.count(`${unit.service}:List`, 'throttle');
    await run(scan.place(HERE), failing('rds', call));
    await run(scan.place(HERE), failing('rds', call));
    await run(scan.place(HERE), async (unit) => {
      await call(unit);
      return isOk(unit);
    });
    expect((await scan.rows()).map(({ service, apiCalls }) => [service, apiCalls])).toEqual(
      expect.arrayContaining([
        ['ec2', 0],
        ['rds', 3],
      ]),
    );
  });

  it('keep their job alive when another worker has taken them over and not ended them', async () => {
    const scan = await scanOf(['ec2', 'rds']);
    const { error, finished } = await run(scan.place(HERE), async (unit, work) => {
      if (unit.service === 'rds') {
        await test.database.query('UPDATE scan_units SET attempt = attempt + 1 WHERE id = $1', [unit.id]);
        await writing(unit, work, 1);
      }
      return isOk(unit);
    });
    expect(error).toBeInstanceOf(Error);
    expect(finished).toEqual([]);
    expect(await states(scan)).toEqual({ ec2: 'running', rds: 'running' });
    expect((await scan.unit('rds')).resources).toBe(0);
  });

  it('end their job quietly when the other worker has closed them', async () => {
    const scan = await scanOf(['ec2', 'rds']);
    let other: ReturnType<typeof run> | undefined;
    const { error } = await run(scan.place(HERE), async (unit, work) => {
      await (other ??= run(scan.place(HERE)));
      await writing(unit, work, 1);
      return isOk(unit);
    });
    expect([error, (await other)?.finished]).toEqual([undefined, ['ec2', 'rds']]);
    expect((await scan.rows()).map(({ attempt: by, resources }) => [by, resources])).toEqual(
      expect.arrayContaining([
        [2, 0],
        [2, 0],
      ]),
    );
    expect(await scan.assessments()).toBe(1);
  });

  it('end their job quietly when the scan was cancelled meanwhile, and write nothing more', async () => {
    const scan = await scanOf(['ec2', 'rds'], ['sqs']);
    let wrote = false;
    const { error, finished } = await run(scan.place(HERE), async (unit, { write }) => {
      await test.request('DELETE', `/scans/${scan.scanId}`);
      await write(async () => {
        wrote = true;
        return new Map();
      });
      return isOk(unit);
    });
    expect([error, finished, wrote]).toEqual([undefined, [], false]);
    expect(await states(scan)).toEqual({ ec2: 'cancelled', rds: 'cancelled', sqs: 'cancelled' });
    expect((await run(scan.place(THERE))).read).toEqual([]);
  });

  it('are left alone once they are done', async () => {
    const scan = await scanOf(['ec2', 'rds'], ['sqs']);
    await run(scan.place(HERE));
    expect((await run(scan.place(HERE))).read).toEqual([]);
    expect((await run(scan.place(THERE))).read).toEqual(['sqs']); // no other place's, and no unit of another job
  });

  it('are closed as failed when their job is given up, those that are done excepted', async () => {
    const scan = await scanOf(['ec2', 'rds'], ['sqs']);
    await run(scan.place(HERE), failing('rds'));
    await giveUp(scan.place(HERE));
    expect(await states(scan)).toEqual({ ec2: 'completed', rds: 'failed', sqs: 'queued' });
    expect((await scan.unit('rds')).errors).toMatchObject([{ code: 'Internal' }]);
    await run(scan.place(THERE));
    await assess(scan);
    expect(await scan.status()).toBe('completed_with_errors');
  });

  it('end the scan as failed when nothing of it could be read', async () => {
    const scan = await scanOf(['ec2'], ['sqs']);
    for (const region of [HERE, THERE]) await giveUp(scan.place(region));
    await assess(scan);
    expect(await scan.status()).toBe('failed');
  });

  it('can be read after that: only those that had failed, and their scan is assessed and ends anew', async () => {
    const scan = await scanOf(['ec2', 'rds']);
    await run(scan.place(HERE), failing('rds'));
    await giveUp(scan.place(HERE));
    await assess(scan);
    expect([await scan.status(), await scan.assessments()]).toEqual(['completed_with_errors', 1]);
    expect(await run(scan.place(HERE))).toMatchObject({ read: ['rds'], finished: ['rds'] });
    expect((await scan.unit('rds')).errors).toEqual([]);
    expect([await states(scan), await scan.assessments()]).toEqual([
      { ec2: 'completed', rds: 'completed', assessment: 'queued' },
      2,
    ]);
    await assess(scan);
    expect([await scan.status(), await scan.assessments()]).toEqual(['completed', 2]);
  });
});
