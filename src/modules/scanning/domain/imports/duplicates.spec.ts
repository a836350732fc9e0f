import { describe, expect, it } from '@jest/globals';
import { duplicatesOf, type ImportedClaim, type OwnClaim } from './duplicates.js';

const BUCKET = 'arn:aws:s3:::data';
const ACCOUNT = 'AWS::::Account:123456789012';
const claim = (id: string, more: Partial<ImportedClaim> = {}): ImportedClaim => ({
  ...{ id, provider: 'securityhub', accountId: '123456789012', region: 'eu-west-1', resourceArn: BUCKET },
  ...{ externalControl: 'S3.8', controlIds: ['block'] },
  ...more,
});
const own = (id: string, more: Partial<OwnClaim> = {}): OwnClaim => ({
  ...{ id, controlId: 'block', accountId: '123456789012', region: 'eu-west-1', resourceArn: BUCKET },
  ...more,
});
const duplicates = (imported: ImportedClaim[], findings: OwnClaim[] = []) =>
  Object.fromEntries(duplicatesOf(imported, findings));

describe('duplicatesOf', () => {
  it('finds our own finding of the same control on the same resource, and no other', () => {
    expect(duplicates([claim('a')], [own('f')])).toEqual({ a: 'f' });
    expect(duplicates([claim('a')], [own('f', { controlId: 'other' })])).toEqual({});
    expect(duplicates([claim('a')], [own('f', { resourceArn: 'arn:aws:s3:::other' })])).toEqual({});
  });

  it('finds it by any of the controls that decide the same', () => {
    expect(duplicates([claim('a', { controlIds: ['length', 'block'] })], [own('f')])).toEqual({ a: 'f' });
  });

  it('holds what is about an account against a setting of it, in its region or in all', () => {
    const root = own('f', { resourceArn: 'arn:aws:iam::123456789012:root', region: 'global' });
    expect(duplicates([claim('a', { resourceArn: ACCOUNT })], [root])).toEqual({ a: 'f' });
    const abroad = own('f', { resourceArn: 'arn:aws:ec2:us-east-1:123456789012:x', region: 'us-east-1' });
    expect(duplicates([claim('a', { resourceArn: ACCOUNT })], [abroad])).toEqual({});
  });

  it('counts a check once that several standards and Config report, whatever their order', () => {
    const all = [
      claim('c', { provider: 'config', externalControl: 's3-bucket-level-public-access-prohibited' }),
      claim('b'),
      claim('d'),
    ];
    expect(duplicates(all)).toEqual({ c: 'b', d: 'b' });
    expect(duplicates(all.toReversed())).toEqual({ c: 'b', d: 'b' });
  });

  it('knows checks that we have no control for by their own ids', () => {
    const bare = { controlIds: [], externalControl: 'X.1' };
    expect(
      duplicates([claim('a', bare), claim('b', bare), claim('c', { ...bare, externalControl: 'X.2' })]),
    ).toEqual({ b: 'a' });
  });

  it('takes nothing for a duplicate that does not say what it is about', () => {
    const vague = { resourceArn: null };
    expect(duplicates([claim('a', vague), claim('b', vague)], [own('f')])).toEqual({});
    const threat = { controlIds: [], externalControl: null };
    expect(duplicates([claim('a', threat), claim('b', threat)])).toEqual({});
  });

  it('keeps the same setting of two regions apart', () => {
    const account = { resourceArn: ACCOUNT };
    expect(duplicates([claim('a', account), claim('b', { ...account, region: 'us-east-1' })])).toEqual({});
  });
});
