import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { HOME } from '../e2e/emulated-account.js';
import { closeBucket, isolateInstance, saveVolume } from '../support/changes-fixes.js';
import { startChanges, type ChangesWorld, type Wanted } from '../support/changes.js';
import { type CrashPoint, statementCrashes } from '../support/statement-crash.js';

/**
 * The process dies at a COMMIT: before it is done (what was called just before is then nowhere written down), or after
 * (what was about to be called is written down as begun, and was not). Between two commits nothing else leaves a trace.
 */
describe('a process that dies while it makes a change', () => {
  let on: ChangesWorld;
  let crashes: ReturnType<typeof statementCrashes>;

  beforeAll(async () => {
    on = await startChanges(process.env['MOTO_URL'] ?? '');
    crashes = statementCrashes(/^\s*COMMIT/i);
  });
  afterAll(async () => {
    crashes.restore();
    await on.close();
  });
  afterEach(() => on.calm());

  const instance = async () => {
    const ec2 = on.account.ec2(HOME);
    const { Instances: [made] = [] } = await ec2.runInstances({
      ImageId: 'ami-12345678',
      MinCount: 1,
      MaxCount: 1,
    });
    return `arn:aws:ec2:${HOME}:${on.account.accountId}:instance/${made?.InstanceId ?? ''}`;
  };
  const subjects = [
    {
      fixId: saveVolume.id,
      makes: 'CreateSnapshot',
      arn: () => on.account.volume(HOME, 1, { Name: 'data' }),
    },
    { fixId: isolateInstance.id, makes: 'CreateSecurityGroup', arn: instance },
    {
      ...{ fixId: closeBucket.id, makes: null },
      arn: () => on.account.bucket(`change-crash-${on.account.accountId}`),
    },
  ];
  /** Every place at which it may die, until it lives through it. */
  async function eachPlace(dies: (crash: CrashPoint) => Promise<boolean>): Promise<number> {
    let places = 0;
    for (let statements = 1; ; statements += 1) {
      for (const isDone of [false, true]) {
        if (!(await dies({ statements, isDone }))) return places;
        places += 1;
      }
    }
  }
  const madeOnce = (makes: string | null) =>
    makes === null || on.asked.filter((operation) => operation === makes).length <= 1;

  describe.each(subjects)('$fixId', ({ fixId, makes, arn }) => {
    let wanted: Wanted;
    let before: unknown;
    beforeAll(async () => {
      wanted = { fixId, arn: await arn() };
      before = await on.state(wanted);
    });

    it('ends applied when it is begun again, wherever it died, and is taken back exactly', async () => {
      const places = await eachPlace(async (crash) => {
        on.calm();
        const id = await on.add(wanted);
        const survived = await crashes.until(crash, () => on.apply(id));
        const ended = await on.apply(id);
        expect({ crash, ...ended }).toMatchObject({ status: 'verified' });
        expect({ crash, once: madeOnce(makes) }).toMatchObject({ once: true });
        const restored = await on.restore(id);
        expect({ crash, ...restored }).toMatchObject({ status: 'restored' });
        expect({ crash, state: await on.state(wanted) }).toEqual({ crash, state: before });
        return survived === undefined;
      });
      expect(places).toBeGreaterThan(15);
    }, 240_000);

    it('ends as it was when it is taken back instead, wherever it died', async () => {
      const places = await eachPlace(async (crash) => {
        on.calm();
        const id = await on.add(wanted);
        const survived = await crashes.until(crash, () => on.apply(id));
        const { status } = await on.restore(id);
        // before its first commit nothing has begun
        expect({ crash, status }).toMatchObject({ status: expect.stringMatching(/^(restored|planned)$/) });
        expect({ crash, state: await on.state(wanted) }).toEqual({ crash, state: before });
        expect({ crash, once: madeOnce(makes) }).toMatchObject({ once: true });
        return survived === undefined;
      });
      expect(places).toBeGreaterThan(15);
    }, 240_000);

    it('ends as it was when it dies on the way back and is begun again', async () => {
      const places = await eachPlace(async (crash) => {
        const id = await on.add(wanted);
        await on.apply(id);
        const survived = await crashes.until(crash, () => on.restore(id));
        const ended = await on.restore(id);
        expect({ crash, ...ended }).toMatchObject({ status: 'restored' });
        expect({ crash, state: await on.state(wanted) }).toEqual({ crash, state: before });
        return survived === undefined;
      });
      expect(places).toBeGreaterThan(10);
    }, 240_000);
  });
});
