import { describe, expect, it } from '@jest/globals';
import { planOf, refusalOf, targetOf } from '../../../../../../test/fixes/plan-of.js';
import { recordAllRegions } from './multi-region.js';
import { encryptTrail, validateLogFiles } from './trail.js';

const arn = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/all';
const state = (...trailList: object[]) => ({ trail: { trailList } });

describe('changing a trail', () => {
  it('leaves another account’s trail to that account', () => {
    const organization = { arn: 'arn:aws:cloudtrail:eu-west-1:999988887777:trail/all' };
    expect(refusalOf(validateLogFiles, state({}), organization)).toMatch(/belongs to 999988887777/);
    const settings = { kmsKeyArns: { 'eu-west-1': 'arn:aws:kms:eu-west-1:123456789012:key/1' } };
    expect(refusalOf(encryptTrail, state({}), { ...organization, settings })).toMatch(/belongs to/);
    expect(refusalOf(validateLogFiles, state({}), { arn })).toBe('does change');
  });

  it('needs a key, and a trail', () => {
    expect(refusalOf(encryptTrail, state({}), { arn })).toMatch(/Set kmsKeyArns/);
    expect(refusalOf(encryptTrail, state(), { arn })).toMatch(/no such trail/);
    expect(refusalOf(validateLogFiles, state(), { arn })).toMatch(/no such trail/);
  });
});

describe('recording all regions', () => {
  const trail = (name: string, changed: object = {}, accountId = '123456789012') => ({
    TrailARN: `arn:aws:cloudtrail:eu-west-1:${accountId}:trail/${name}`,
    HomeRegion: 'eu-west-1',
    IsMultiRegionTrail: false,
    ...changed,
  });
  const given = (...trailList: object[]) => ({ trails: { trailList } });
  const multi = trail('multi', { IsMultiRegionTrail: true });
  const evidence = (changed: object = {}) => ({
    multiRegionTrails: [
      { arn: multi.TrailARN, isLogging: false, managementReadsAndWrites: true, ...changed },
    ],
  });

  it('chooses no trail by itself', () => {
    expect(refusalOf(recordAllRegions, given())).toMatch(/has no trail/);
    expect(refusalOf(recordAllRegions, given(trail('a', {}, '999988887777')))).toMatch(/has no trail/);
    expect(refusalOf(recordAllRegions, given(trail('a'), trail('b')))).toMatch(/several/);
  });

  it('starts the trail of all regions before it widens another, in its home region', () => {
    const plan = planOf(recordAllRegions, given(trail('a'), multi), { evidence: evidence() });
    expect(plan).toMatchObject({ calls: [{ operation: 'StartLogging', region: 'eu-west-1' }] });
    const target = targetOf(recordAllRegions, {});
    expect(recordAllRegions.restore({ target, before: given(trail('a'), multi), results: {} })).toMatchObject(
      [{ operation: 'StopLogging', input: { Name: multi.TrailARN } }],
    );
  });

  it('does not start what would not be enough', () => {
    const partly = evidence({ managementReadsAndWrites: false });
    expect(refusalOf(recordAllRegions, given(multi), { evidence: partly })).toMatch(/selectors/);
  });
});
