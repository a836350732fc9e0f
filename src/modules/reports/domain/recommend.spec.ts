import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { efforts } from './assessment-report.js';
import { effortOf, recommend, type FailedControl } from './recommend.js';
import { reportSeverities } from './scan-report.js';

const failed = (more: Partial<FailedControl> = {}): FailedControl => ({
  ...{ controlId: 'c', title: 'Buckets block public access', severity: 'high', text: 'Block it.' },
  ...{ url: 'https://docs.aws.amazon.com/x', exposure: null, fix: null, resources: 1 },
  ...{ accountIds: ['111111111111'], regions: ['eu-west-1'], requirementIds: [], scoreGain: 0 },
  ...{ savingsUsd: null, findingIds: ['fnd_1'] },
  ...more,
});

const fix = fc.option(fc.record({ fixId: fc.constant('fix'), reversible: fc.boolean() }));
const anyControl = fc.record({
  controlId: fc.uuid(),
  title: fc.string(),
  severity: fc.constantFrom(...reportSeverities),
  text: fc.string(),
  url: fc.option(fc.webUrl()),
  exposure: fc.constantFrom('root' as const, 'public' as const, 'unused' as const, null),
  fix,
  resources: fc.integer({ min: 1, max: 200 }),
  accountIds: fc.array(fc.constantFrom('1', '2', '3')),
  regions: fc.array(fc.constantFrom('eu-west-1', 'us-east-1')),
  requirementIds: fc.array(fc.string()),
  scoreGain: fc.nat(300).map((tenths) => tenths / 10),
  savingsUsd: fc.option(fc.nat(100_000)),
  findingIds: fc.array(fc.uuid(), { maxLength: 40 }),
});
const rankOf = (list: readonly FailedControl[], controlId: string) =>
  recommend(list).find((one) => one.controlId === controlId)?.rank ?? NaN;
/** Two that differ as said, among others. */
const pair = (a: Partial<FailedControl>, b: Partial<FailedControl>) =>
  fc.property(anyControl, fc.array(anyControl, { maxLength: 8 }), (one, others) => {
    const [first, second] = [
      { ...one, controlId: 'second-by-its-id', ...a },
      { ...one, controlId: 'first-by-its-id', ...b },
    ];
    const list = [...others, second, first];
    expect(rankOf(list, first.controlId)).toBeLessThan(rankOf(list, second.controlId));
  });

describe('recommendations', () => {
  it('are the same whatever order the facts come in', () => {
    const shuffled = fc
      .uniqueArray(anyControl, { selector: ({ controlId }) => controlId, maxLength: 12 })
      .chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(recommend(other)).toEqual(recommend(list));
        expect(recommend(list).map(({ rank }) => rank)).toEqual(list.map((_, at) => at + 1));
      }),
    );
  });

  it('never put less gain before more, at equal effort and severity', () => {
    fc.assert(
      fc.property(fc.array(anyControl, { minLength: 2, maxLength: 12 }), (list) => {
        const ranked = recommend(list);
        for (const a of ranked)
          for (const b of ranked.slice(a.rank))
            if (a.severity === b.severity && a.effort === b.effort)
              expect(a.scoreGain).toBeGreaterThanOrEqual(b.scoreGain);
      }),
    );
  });

  it.each<[string, Partial<FailedControl>, Partial<FailedControl>]>([
    ['the graver', { severity: 'critical' }, { severity: 'high' }],
    ['less effort', { fix: { fixId: 'f', reversible: true }, resources: 30 }, { fix: null, resources: 30 }],
    ['more gain', { scoreGain: 2.1 }, { scoreGain: 2 }],
    ['what lets somebody in', { exposure: 'public' }, { exposure: null }],
    ['what saves more', { savingsUsd: 12 }, { savingsUsd: 3 }],
    ['what is more', { resources: 2, fix: null }, { resources: 1, fix: null }],
  ])('put %s first, all else being equal', (_, before, after) => {
    fc.assert(pair(before, after));
  });

  it('put much gain by little work before a graver one that is much work for nothing', () => {
    const graver = failed({ controlId: 'graver', severity: 'high', resources: 500 });
    const gaining = failed({ controlId: 'gaining', severity: 'medium', scoreGain: 15 });
    expect(recommend([graver, gaining]).map(({ controlId }) => controlId)).toEqual(['gaining', 'graver']);
    const little = { ...gaining, scoreGain: 1 };
    expect(recommend([graver, little]).map(({ controlId }) => controlId)).toEqual(['graver', 'gaining']);
  });

  it('put what another one builds on before it, where nothing else parts them', () => {
    const root = { severity: 'critical' as const, exposure: 'root' as const, resources: 2 };
    const buckets = { exposure: 'public' as const, fix: { fixId: 'f', reversible: true } };
    const list = [
      failed({ ...root, controlId: 'iam_root_hardware_mfa_enabled' }),
      failed({ ...root, controlId: 'iam_root_mfa_enabled' }),
      failed({ ...buckets, controlId: 's3_bucket_level_public_access_block', resources: 7 }),
      failed({ ...buckets, controlId: 'between', resources: 5 }),
      failed({ ...buckets, controlId: 's3_account_level_public_access_blocks', resources: 2 }),
    ];
    expect(recommend(list).map(({ controlId }) => controlId)).toEqual([
      ...['iam_root_mfa_enabled', 'iam_root_hardware_mfa_enabled', 's3_account_level_public_access_blocks'],
      ...['s3_bucket_level_public_access_block', 'between'],
    ]);
    const [hardware, ...others] = list;
    const gaining = recommend([...others, { ...failed(hardware), scoreGain: 1 }]);
    expect(gaining[0]?.controlId).toBe('iam_root_hardware_mfa_enabled');
  });

  it('put what differs by nothing in the order of ids', () => {
    const both = [failed({ controlId: 'b' }), failed({ controlId: 'a' })];
    for (const list of [both, [...both].reverse()])
      expect(recommend(list).map(({ controlId }) => controlId)).toEqual(['a', 'b']);
  });

  it('call it more work where more has to be done, or cannot be taken back', () => {
    const of = (resources: number, given: FailedControl['fix']) => effortOf({ resources, fix: given });
    const ready = { fixId: 'f', reversible: true };
    expect([of(1, null), of(3, null), of(21, null)]).toEqual(['small', 'medium', 'large']);
    expect([of(50, ready), of(51, ready), of(5_000, ready)]).toEqual(['small', 'medium', 'medium']);
    const losing = { ...ready, reversible: false };
    expect([of(5, losing), of(6, losing), of(51, losing)]).toEqual(['small', 'medium', 'large']);
    fc.assert(
      fc.property(fix, fc.nat(100), fc.nat(100), (given, few, more) => {
        const [less, all] = [of(few, given), of(few + more, given)];
        expect(efforts.indexOf(all)).toBeGreaterThanOrEqual(efforts.indexOf(less));
      }),
    );
  });

  it('say why in words of the facts alone', () => {
    const [one] = recommend([
      failed({
        ...{ resources: 3, accountIds: ['1', '2'], regions: ['a', 'b'], exposure: 'public' },
        ...{ scoreGain: 4.2, requirementIds: ['CC6.1', 'CC6.6'], savingsUsd: 12 },
        fix: { fixId: 'f', reversible: true },
      }),
    ]);
    expect(one?.reason).toBe(
      '3 resources in 2 accounts and 2 regions fail. It is about access from outside. ' +
        'Mending all of it raises the score by 4.2 points. 2 requirements failed on it. ' +
        'It costs about $12.00 a month. A fix is ready, and can be taken back.',
    );
    expect(recommend([failed()])[0]?.reason).toBe('1 resource in 1 account fails. It is mended by hand.');
  });

  it('name twenty findings at most, the worst first', () => {
    const findingIds = Array.from({ length: 40 }, (_, at) => `fnd_${at}`);
    expect(recommend([failed({ findingIds })])[0]?.findingIds).toEqual(findingIds.slice(0, 20));
  });
});
