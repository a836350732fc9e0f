import { describe, expect, it } from '@jest/globals';
import { ZodError } from 'zod';
import { trailRecord } from '../../../../test/support/trail.js';
import { envelopeOfRecord } from './envelope.js';
import { incoming } from './incoming.js';
import { judgeOf } from './judge.js';
import { changed, kind, rules } from './rule.js';

const ACCOUNT = '123456789012';
const box = kind('AWS::Box::Box', 'arn:{partition}:box:{region}:{account}:box/{}');
const reader = {
  ...judgeOf([
    rules('box.amazonaws.com', { PutBox: changed(box('request.name')) }),
    rules('aws.box', { 'Box Moved': changed(box('detail.name')) }),
  ]),
  remediationRole: 'Fixer',
};
const record = (more: object = {}) =>
  trailRecord('box.amazonaws.com', 'PutBox', ACCOUNT, { requestParameters: { name: 'b' }, ...more });
const read = (one: Record<string, unknown>, around: object = {}) =>
  incoming({ ...envelopeOfRecord(one, String(one['eventID'])), ...around }, reader);

describe('an event that comes in', () => {
  it('has who did it, and what it touched', () => {
    const one = record();
    expect(read(one)).toMatchObject({
      ...{ eventId: one.eventID, eventType: 'AwsApiCall', eventName: 'PutBox', accountId: ACCOUNT },
      who: { arn: `arn:aws:iam::${ACCOUNT}:user/alice`, sourceIp: '198.51.100.7', eventId: one.eventID },
      judgement: { disposition: 'processed', resources: [{ arn: `arn:aws:box:us-east-1:${ACCOUNT}:box/b` }] },
      isOwn: false,
    });
  });

  it('is forged where its record is of another account than the event', () => {
    expect(() => read(record(), { account: '999999999999' })).toThrow(ZodError);
    expect(() => read(record({ recipientAccountId: 'me' }), { account: '' })).toThrow('12 digits');
  });

  it('touches nothing of another account, whatever ARN the caller named', () => {
    const name = 'arn:aws:box:us-east-1:999999999999:box/theirs';
    expect(read(record({ requestParameters: { name } })).judgement).toMatchObject({
      ...{ disposition: 'ignored', reason: 'other_account', resources: [] },
    });
  });

  it('is our own where the role of our fixes did it', () => {
    const session = (role: string) => ({
      type: 'AssumedRole',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/fix`,
      accountId: ACCOUNT,
    });
    expect(read(record({ userIdentity: session('Fixer') })).isOwn).toBe(true);
    expect(read(record({ userIdentity: session('FixerOfOthers') })).isOwn).toBe(false);
  });

  it('may be another one of EventBridge, which has its id, time and account from there', () => {
    const event = {
      ...{ version: '0', id: 'e1', 'detail-type': 'Box Moved', source: 'aws.box', account: ACCOUNT },
      ...{ time: '2026-01-01T00:00:00Z', region: 'eu-west-1', resources: [], detail: { name: 'b' } },
    };
    expect(incoming(event, reader)).toMatchObject({
      ...{ eventId: 'e1', eventType: 'Box Moved', eventSource: 'aws.box', who: null },
      judgement: { rule: 'aws.box Box Moved', resources: [{ change: 'changed' }] },
    });
    expect(() => incoming({ ...event, account: '' }, reader)).toThrow('12 digits');
  });
});
