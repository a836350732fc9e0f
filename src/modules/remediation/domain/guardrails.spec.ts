import { describe, expect, it } from '@jest/globals';
import {
  defaultLimits,
  limitRefusal,
  policyOf,
  refusal,
  type Attempted,
  type GuardrailSettings,
} from './guardrails.js';

const ACCOUNT = '123456789012';
const attempted: Attempted = {
  accountId: ACCOUNT,
  region: 'eu-west-1',
  fixId: 'fix_a',
  tags: { stage: 'prod' },
  now: new Date('2026-01-06T12:00:00Z'),
};
const on: GuardrailSettings = { enabled: true };
const refused = (own: GuardrailSettings, more: Partial<Attempted> = {}, ofAll: GuardrailSettings = {}) =>
  refusal(policyOf(ACCOUNT, own, ofAll, [{ key: 'shepherd:exempt', value: 'true' }]), {
    ...attempted,
    ...more,
  });

describe('policyOf', () => {
  it('has the defaults where nobody has set anything, which allow no change', () => {
    expect(policyOf(ACCOUNT, {}, {})).toMatchObject({ ...defaultLimits, accountId: ACCOUNT, enabled: false });
    expect(defaultLimits).toMatchObject({ maxChangesPerHour: 20, maxResourcesPerRemediation: 25 });
    expect(defaultLimits.approval).toEqual({ always: true, levels: 1, quorum: 1 });
  });

  it("takes an account's fields one by one before those of all accounts, and knows whose they are", () => {
    const ofAll: GuardrailSettings = {
      ...{ enabled: true, allowedFixes: ['a', 'b'], maxChangesPerHour: 5 },
      approval: { levels: 2, always: false },
      fixSettings: { a: { bucket: 'all' }, b: { bucket: 'all' } },
    };
    const own: GuardrailSettings = {
      ...{ allowedFixes: null, enabled: undefined },
      approval: { always: true },
      fixSettings: { a: { prefix: 'own' } },
    };
    const policy = policyOf(ACCOUNT, own, ofAll);
    expect(policy).toMatchObject({
      ...{ enabled: true, allowedFixes: null, maxChangesPerHour: 5, regions: null },
      approval: { always: true, levels: 2, quorum: 1 },
      fixSettings: { a: { prefix: 'own' }, b: { bucket: 'all' } },
    });
    expect(policy.fixSettings['a']).toEqual({ prefix: 'own' });
    expect(policy.origins).toMatchObject({
      ...{ enabled: '*', allowedFixes: ACCOUNT, maxChangesPerHour: '*', regions: 'default' },
    });
  });

  it('lets an account be closed that is open for all', () => {
    expect(refused({ enabled: false }, {}, on)).toBe(
      `Changes are not allowed in the account ${ACCOUNT} (guardrail enabled, of the account ${ACCOUNT})`,
    );
  });
});

describe('refusal', () => {
  it('lets a change through that nothing forbids', () => {
    expect(refused(on)).toBeUndefined();
    expect(refused({}, {}, on)).toBeUndefined();
  });

  it('lets nothing through by default', () => {
    expect(refused({})).toBe(
      `Changes are not allowed in the account ${ACCOUNT} (guardrail enabled, by default)`,
    );
  });

  it('goes by the fixes that are allowed', () => {
    expect(refused({ ...on, allowedFixes: ['fix_a'] })).toBeUndefined();
    expect(refused({ allowedFixes: [] }, {}, on)).toMatch(
      /fix_a .*guardrail allowedFixes, of the account 1234/,
    );
    expect(refused({}, {}, { ...on, allowedFixes: ['fix_b'] })).toMatch(
      /guardrail allowedFixes, of all accounts/,
    );
  });

  it('goes by the regions, which never keep out what lies in none', () => {
    expect(refused({ ...on, regions: ['eu-west-1'] })).toBeUndefined();
    expect(refused({ ...on, regions: ['eu-west-2'] })).toMatch(/eu-west-1 .guardrail regions/);
    expect(refused({ ...on, regions: [] }, { region: 'global' })).toBeUndefined();
  });

  it('leaves exempt resources alone: by their own list, and by the tenant’s', () => {
    const exemptTags = [{ key: 'stage', value: 'prod' }];
    expect(refused({ ...on, exemptTags })).toMatch(
      /exempt by its tag stage=prod .guardrail exemptTags, of the account/,
    );
    expect(refused({ ...on, exemptTags }, { tags: { stage: 'test' } })).toBeUndefined();
    expect(refused({ ...on, exemptTags: [{ key: 'stage' }] })).toMatch(/stage=prod/);
    expect(refused(on, { tags: { 'shepherd:exempt': 'true' } })).toMatch(/exempt.*the tenant's settings/);
    expect(refused({ ...on, exemptTags }, { tags: { 'shepherd:exempt': 'true' } })).toMatch(/settings/);
    expect(refused({ ...on, exemptTags: [{ key: 'toString' }] })).toBeUndefined();
  });

  it('goes by the hours', () => {
    const hours = [{ timezone: 'UTC', days: ['tue' as const], from: '13:00', to: '14:00' }];
    expect(refused({ ...on, hours })).toMatch(/^Not at this time: .*now tue 12:00 there.*guardrail hours/);
    expect(refused({ ...on, hours }, { now: new Date('2026-01-06T13:00:00Z') })).toBeUndefined();
  });
});

describe('limitRefusal', () => {
  it('lets the last that is allowed begin, and none after it', () => {
    const policy = policyOf(ACCOUNT, { maxChangesPerHour: 2 }, {});
    expect(limitRefusal(policy, 1)).toBeUndefined();
    expect(limitRefusal(policy, 2)).toMatch(
      /^2 changes were begun .* 2 are allowed .guardrail maxChangesPerHour, of the/,
    );
    expect(limitRefusal(policyOf(ACCOUNT, { maxChangesPerHour: 0 }, {}), 0)).toBeDefined();
  });
});
