import { describe, expect, it } from '@jest/globals';
import { judgingBy } from '../../../../../test/events/judged.js';
import { kmsRules } from './kms.js';

const judged = judgingBy(kmsRules, 'kms');
const ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const KEY = `arn:aws:kms:eu-west-1:123456789012:key/${ID}`;
const ALIAS = 'arn:aws:kms:eu-west-1:123456789012:alias/app';
const listed = (ARN: string, type?: string) => ({ ARN, accountId: '123456789012', type });

describe('a key', () => {
  it.each([
    ['its id', { keyId: ID }],
    ['its ARN', { keyId: KEY }],
  ])('is named by %s', (_, request) => {
    expect(judged('DisableKey', request).changes).toEqual([`changed ${KEY}`]);
  });

  it('is told by the record where the call used an alias, typed or not', () => {
    for (const type of ['AWS::KMS::Key', undefined])
      expect(
        judged('PutKeyPolicy', { keyId: 'alias/app' }, { resources: [listed(KEY, type)] }).changes,
      ).toEqual([`changed ${KEY}`]);
    expect(judged('PutKeyPolicy', { keyId: 'alias/app' }).what).toBe('names_no_resource');
  });

  it('is what its aliases belong to', () => {
    const resources = [listed(ALIAS, 'AWS::KMS::Key'), listed(KEY, 'AWS::KMS::Key')];
    expect(judged('CreateAlias', { aliasName: 'alias/app', targetKeyId: ID }, { resources })).toEqual({
      what: 'processed',
      changes: [`changed ${KEY}`],
    });
    expect(judged('DeleteAlias', { aliasName: 'alias/app' }, { resources }).changes).toEqual([
      `changed ${KEY}`,
    ]);
    expect(
      judged('DeleteAlias', { aliasName: 'alias/app' }, { resources: [listed(ALIAS, 'AWS::KMS::Key')] }).what,
    ).toBe('names_no_resource');
    // the key that had the alias is named nowhere
    expect(judged('UpdateAlias', { aliasName: 'alias/app', targetKeyId: ID })).toEqual({
      what: 'processed',
      changes: [`changed ${KEY}`],
      all: ['AWS::KMS::Key'],
    });
  });

  it('is there until its waiting time is over', () => {
    expect(judged('ScheduleKeyDeletion', { keyId: ID, pendingWindowInDays: 7 }).changes).toEqual([
      `changed ${KEY}`,
    ]);
    const gone = {
      eventType: 'AwsServiceEvent',
      userIdentity: { accountId: '123456789012', invokedBy: 'AWS Internal' },
    };
    expect(judged('DeleteKey', null, { ...gone, resources: [listed(KEY, 'AWS::KMS::Key')] }).changes).toEqual(
      [`deleted ${KEY}`],
    );
    expect(judged('DeleteKey', null, { ...gone, serviceEventDetails: { keyId: ID } }).changes).toEqual([
      `deleted ${KEY}`,
    ]);
    expect(judged('RotateKey', null, { ...gone, serviceEventDetails: { keyId: ID } }).changes).toEqual([
      `changed ${KEY}`,
    ]);
  });

  it('is made with what the answer tells', () => {
    const responseElements = { keyMetadata: { aWSAccountId: '123456789012', keyId: ID, arn: KEY } };
    expect(judged('CreateKey', {}, { responseElements }).changes).toEqual([`created ${KEY}`]);
  });

  it('is changed by a replica, which is made in another region', () => {
    const replica = `arn:aws:kms:us-west-2:123456789012:key/mrk-${ID}`;
    const responseElements = { replicaKeyMetadata: { arn: replica } };
    expect(
      judged('ReplicateKey', { keyId: `mrk-${ID}`, replicaRegion: 'us-west-2' }, { responseElements }),
    ).toEqual({
      what: 'processed',
      changes: [`changed arn:aws:kms:eu-west-1:123456789012:key/mrk-${ID}`],
      related: [`AWS::KMS::Key ${replica}`],
    });
  });

  it('is changed by grants, and not by use', () => {
    expect(
      judged('CreateGrant', { keyId: KEY }, { responseElements: { grantId: 'f020', keyId: KEY } }).changes,
    ).toEqual([`changed ${KEY}`]);
    expect(judged('GenerateDataKey', { keyId: KEY }).what).toBe('not_tracked');
  });

  it('of another account is not ours', () => {
    const theirs = KEY.replace('123456789012', '999999999999');
    const resources = [{ ARN: theirs, accountId: '999999999999', type: 'AWS::KMS::Key' }];
    expect(judged('CreateGrant', { keyId: theirs }, { resources }).what).toBe('other_account');
  });
});
