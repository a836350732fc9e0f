import { describe, expect, it } from '@jest/globals';
import { ZodError } from 'zod';
import { eventsIn, explain } from './explain.js';
import { judgeOf } from './judge.js';
import { ruleTables } from './rules/index.js';

const judges = judgeOf(ruleTables);
const record = {
  eventID: 'e-1',
  eventSource: 'rds.amazonaws.com',
  eventName: 'StopDBInstance',
  eventTime: '2026-11-21T12:00:00Z',
  eventType: 'AwsApiCall',
  awsRegion: 'eu-west-1',
  recipientAccountId: '123456789012',
  requestParameters: { dBInstanceIdentifier: 'orders' },
};
const arn = 'arn:aws:rds:eu-west-1:123456789012:db:orders';

const problems = (input: unknown): string[] => {
  try {
    explain(input, judges);
  } catch (error) {
    return error instanceof ZodError ? error.issues.map(({ path }) => path.join('.')) : [String(error)];
  }
  return [];
};

describe('what would become of an event', () => {
  it('is told in the form of the history', () => {
    expect(explain(record, judges)).toEqual({
      eventId: 'e-1',
      eventType: 'AwsApiCall',
      tenantId: null,
      eventSource: 'rds.amazonaws.com',
      eventName: 'StopDBInstance',
      eventTime: '2026-11-21T12:00:00.000Z',
      accountId: '123456789012',
      region: 'eu-west-1',
      disposition: 'processed',
      reason: 'described',
      rule: 'rds.amazonaws.com StopDBInstance',
      resources: [{ arn, change: 'changed', type: 'AWS::RDS::DBInstance' }],
      correlationId: null,
    });
  });

  it('needs no more of a record than its source and name', () => {
    const bare = {
      eventSource: 'sts.amazonaws.com',
      eventName: 'SomethingNew',
      eventID: null,
      eventTime: null,
    };
    expect(explain(bare, judges)).toMatchObject({
      ...{ eventId: null, eventTime: null, accountId: null, region: null, eventType: 'AwsApiCall' },
      ...{ disposition: 'ignored', reason: 'not_tracked', rule: null, resources: [] },
    });
  });

  it('says why a failed call and a read are left alone', () => {
    expect(explain({ ...record, errorCode: 'AccessDenied' }, judges)).toMatchObject({
      ...{ disposition: 'ignored', reason: 'failed_call', resources: [] },
    });
    expect(explain({ ...record, readOnly: true }, judges)).toMatchObject({ reason: 'read_only' });
  });

  it('reads a record in EventBridge’s envelope, which tells what the record leaves out', () => {
    const { awsRegion: region, recipientAccountId: account, eventID: _id, ...detail } = record;
    const envelope = { id: 'b-1', source: 'aws.rds', account, region, detail };
    expect(explain({ ...envelope, 'detail-type': 'AWS API Call via CloudTrail' }, judges)).toMatchObject({
      ...{ eventId: 'b-1', eventSource: 'rds.amazonaws.com', accountId: account, region },
      resources: [{ arn }],
    });
  });

  it('reads the other events of EventBridge', () => {
    const event = {
      ...{ 'detail-type': 'RDS DB Instance Event', source: 'aws.rds', region: 'eu-west-1', account: '' },
      ...{ time: '2026-11-21T12:00:00Z', resources: [arn], id: null },
      detail: { EventID: 'RDS-EVENT-0003', SourceArn: arn },
    };
    expect(explain(event, judges)).toMatchObject({
      ...{ eventId: null, eventType: 'RDS DB Instance Event', eventName: 'RDS DB Instance Event' },
      ...{ eventSource: 'aws.rds', eventTime: '2026-11-21T12:00:00.000Z', accountId: null },
      resources: [{ arn, change: 'deleted', type: 'AWS::RDS::DBInstance' }],
    });
  });

  it('names each field that is missing or wrong', () => {
    expect(problems({ eventName: 5 })).toEqual(['eventSource', 'eventName']);
    expect(problems({ ...record, eventTime: 'yesterday', requestParameters: 'x' })).toEqual([
      'eventTime',
      'requestParameters',
    ]);
    expect(problems({ 'detail-type': 'T', detail: 'x' })).toEqual(['source', 'detail']);
    expect(problems('text')).toEqual(['']);
  });
});

describe('the events in a JSON value', () => {
  it('are found in lists, in Records, and as record or event of an object', () => {
    const envelope = { 'detail-type': 'T', source: 's', detail: { record: 1 } };
    expect(eventsIn([record, { Records: [record] }, { record, expected: {} }, { event: envelope }])).toEqual([
      record,
      record,
      record,
      envelope,
    ]);
  });

  it('are given back as they are where they are none', () => {
    expect(eventsIn({ hello: 1 })).toEqual([{ hello: 1 }]);
    expect(eventsIn('text')).toEqual(['text']);
    expect(eventsIn([])).toEqual([]);
  });
});
