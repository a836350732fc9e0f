import { describe, expect, it } from '@jest/globals';
import { approvalNeed } from './approval-need.js';
import { blastRadius } from './blast-radius.js';
import type { PlannedChange } from './change.js';
import { policyOf, type GuardrailSettings } from './guardrails.js';

const [A, B] = ['111111111111', '222222222222'];
const plan = { title: 't', words: [], calls: [], stateHash: 'x', missingPermissions: [] };
const planned = (
  accountId: string,
  resourceArn: string,
  { status = 'planned', loses = null }: { status?: PlannedChange['status']; loses?: string | null } = {},
) => ({ accountId, resourceArn, status, plan: status === 'planned' ? { ...plan, loses } : null });
const policies = (of: Record<string, GuardrailSettings>) =>
  new Map(Object.entries(of).map(([id, settings]) => [id, policyOf(id, settings, {})]));
const free: GuardrailSettings = { approval: { always: false } };
const notAsked = { approvalRequired: false };

describe('approvalNeed', () => {
  it('is none where nobody asks for it, and nothing is lost', () => {
    expect(approvalNeed([planned(A, 'x')], policies({ [A]: free }), notAsked)).toEqual({
      ...{ required: false, levels: [], quorum: 0, why: [] },
    });
    expect(
      approvalNeed([planned(A, 'x')], policies({ [A]: free }), { approvalRequired: true }),
    ).toMatchObject({
      ...{ required: true, levels: [1], quorum: 1 },
    });
  });

  it('is there by default, whatever who starts it says', () => {
    const need = approvalNeed([planned(A, 'x')], new Map(), notAsked);
    expect(need).toMatchObject({ required: true, levels: [1] });
    expect(need.why).toEqual([
      `Each change in the account ${A} is approved (guardrail approval, by default)`,
    ]);
  });

  it('is there for what cannot be brought back, and says what is lost', () => {
    const changes = [planned(A, 'arn:volume', { loses: 'the volume' }), planned(A, 'arn:bucket')];
    const need = approvalNeed(changes, policies({ [A]: free }), notAsked);
    expect(need.required).toBe(true);
    expect(need.why).toEqual([expect.stringMatching(/arn:volume.*the volume/)]);
  });

  it('asks the most levels and people of the accounts in which something is planned', () => {
    const rules = policies({ [A]: { approval: { levels: 2 } }, [B]: { approval: { quorum: 3 } } });
    const both = [planned(A, 'x'), planned(B, 'y')];
    expect(approvalNeed(both, rules, notAsked)).toMatchObject({ levels: [1, 2], quorum: 3 });
    const refused = [planned(A, 'x', { status: 'refused' }), planned(B, 'y')];
    expect(approvalNeed(refused, rules, notAsked)).toMatchObject({ levels: [1], quorum: 3 });
  });

  it('is none where nothing is planned', () => {
    const nothing = [planned(A, 'x', { status: 'refused' }), planned(A, 'y', { status: 'unneeded' })];
    expect(approvalNeed(nothing, new Map(), { approvalRequired: true }).required).toBe(false);
  });
});

describe('blastRadius', () => {
  const rules = policies({ [A]: { maxResourcesPerRemediation: 2 }, [B]: { maxResourcesPerRemediation: 3 } });
  const many = (accountId: string, n: number) =>
    Array.from({ length: n }, (_, i) => planned(accountId, `${accountId}/${i}`));

  it('counts a resource once, and what is refused not at all', () => {
    const changes = [
      planned(A, 'x'),
      planned(A, 'x'),
      planned(A, 'y'),
      planned(A, 'z', { status: 'refused' }),
    ];
    expect(blastRadius(changes, rules)).toEqual({ resources: 2, limit: 2, refusals: [] });
  });

  it('is too much where one account has more than it allows', () => {
    const { refusals } = blastRadius([...many(A, 3), ...many(B, 3)], rules);
    expect(refusals).toEqual([
      expect.stringMatching(/3 resources of the account 1111.*2 are allowed .*of the account 1111/),
    ]);
  });

  it('is too much where all together have more than the account that allows most', () => {
    const { refusals, limit } = blastRadius([...many(A, 2), ...many(B, 2)], rules);
    expect(limit).toBe(3);
    expect(refusals).toEqual([expect.stringMatching(/4 resources of 2 accounts, and 3 are allowed/)]);
    expect(blastRadius([...many(A, 1), ...many(B, 2)], rules).refusals).toEqual([]);
  });
});
