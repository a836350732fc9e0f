import { describe, expect, it } from '@jest/globals';
import type { Envelope } from './envelope.js';
import { incoming, type EventReader } from './incoming.js';
import { judgeOf } from './judge.js';
import { unwrap, type Piece } from './messages.js';
import { readPiece } from './reading.js';
import { ruleTables } from './rules/index.js';

const reader: EventReader = { ...judgeOf(ruleTables), remediationRole: 'ShepherdRemediationRole' };
const read = (event: Envelope) => incoming(event, reader);

const record = {
  ...{ eventVersion: '1.10', eventID: 'e-1', eventSource: 's3.amazonaws.com', eventName: 'CreateBucket' },
  ...{ eventTime: '2025-11-05T02:28:06Z', awsRegion: 'eu-west-1', recipientAccountId: '111122223333' },
  ...{ eventType: 'AwsApiCall', requestParameters: { bucketName: 'b' } },
};
const wrapped = {
  ...{ version: '0', id: 'bus-1', 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.s3' },
  ...{ account: '111122223333', time: '2025-11-05T02:28:06Z', region: 'eu-west-1', resources: [] },
  detail: record,
};
const state = {
  ...{ version: '0', id: 'bus-2', 'detail-type': 'EC2 Instance State-change Notification' },
  ...{ source: 'aws.ec2', account: '111122223333', time: '2025-11-05T02:28:06Z', region: 'eu-west-1' },
  ...{ resources: ['arn:aws:ec2:eu-west-1:111122223333:instance/i-1'], detail: { 'instance-id': 'i-1' } },
};
const sns = (message: unknown) => ({
  ...{ Type: 'Notification', MessageId: 'sns-1', TopicArn: 'arn:aws:sns:eu-west-1:111122223333:t' },
  Message: typeof message === 'string' ? message : JSON.stringify(message),
});
const LOG = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2025/11/05/1_CloudTrail_x.json.gz';
const DIGEST = 'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2025/11/05/1.json.gz';
const s3 = (key: string, eventName = 'ObjectCreated:Put') => ({
  ...{ eventVersion: '2.1', eventSource: 'aws:s3', awsRegion: 'eu-central-1', eventName },
  s3: { bucket: { name: 'logs' }, object: { key } },
});
const s3Event = (key: string) => ({
  ...{ ...state, 'detail-type': 'Object Created', source: 'aws.s3', region: 'eu-central-1' },
  detail: { bucket: { name: 'logs' }, object: { key } },
});
const item = {
  ...{ configurationItemVersion: '1.3', awsAccountId: '111122223333', awsRegion: 'eu-west-1' },
  ...{ resourceType: 'AWS::S3::Bucket', resourceId: 'b', ARN: 'arn:aws:s3:::b' },
};
const config = {
  ...{ configurationItemDiff: null, configurationItem: item, recordVersion: '1.3' },
  notificationCreationTime: '2025-11-05T02:30:00.123Z',
  messageType: 'ConfigurationItemChangeNotification',
};

const open = (body: unknown) => unwrap(typeof body === 'string' ? body : JSON.stringify(body));
/** The ids of the events in a message, or why there are none. */
const idsOf = (body: unknown) =>
  open(body).map((piece) => {
    if (piece.kind === 'nothing') return `nothing: ${piece.why}`;
    if (piece.kind === 'poison') return piece.reason.replace(/:.*/, '');
    if (piece.kind === 'file') return piece.file;
    const answer = readPiece(piece, read);
    return 'event' in answer ? answer.event.eventId : answer.unreadable.reason;
  });

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

describe('the events of a message', () => {
  const forms: [string, unknown, unknown[]][] = [
    ['a record on the bus', wrapped, ['e-1']],
    ['another event of the bus', state, ['bus-2']],
    ['a bare record', record, ['e-1']],
    ['the detail alone, as a target may be given it', { detail: record }, ['e-1']],
    ['records together', { Records: [record, { ...record, eventID: 'e-2' }] }, ['e-1', 'e-2']],
    ['a list', [record, wrapped], ['e-1', 'e-1']],
    ['a record on the bus through SNS', sns(wrapped), ['e-1']],
    ['records through SNS', sns({ Records: [record] }), ['e-1']],
    ['JSON in JSON', JSON.stringify(JSON.stringify(record)), ['e-1']],
    [
      'messages as Lambda gets them',
      { Records: [wrapped, state].map((one) => ({ messageId: 'm', body: JSON.stringify(one) })) },
      ['e-1', 'bus-2'],
    ],
    [
      'SNS in messages as Lambda gets them',
      { Records: [{ eventSource: 'aws:sqs', body: JSON.stringify(sns(state)) }] },
      ['bus-2'],
    ],
    ['SNS as Lambda gets it', { Records: [{ EventSource: 'aws:sns', Sns: sns(record) }] }, ['e-1']],
  ];
  it.each(forms)('are found in %s', (_, body, ids) => {
    expect(idsOf(body)).toEqual(ids);
  });

  it('keep what the bus said of them, and a bare record gets what the bus would say', () => {
    const eventOf = (body: unknown) => {
      const [piece] = open(body) as Extract<Piece, { kind: 'event' | 'record' }>[];
      const answer = piece && readPiece(piece, read);
      return answer && 'event' in answer ? answer.event : undefined;
    };
    expect(eventOf(state)).toMatchObject({ eventSource: 'aws.ec2', accountId: '111122223333' });
    expect(eventOf(wrapped)?.envelope).toEqual(wrapped);
    expect(eventOf(record)?.envelope).toMatchObject({ ...wrapped, id: 'e-1' });
  });
});

describe('the files that a message tells of', () => {
  const region = 'eu-central-1';
  const forms: [string, unknown, unknown[]][] = [
    [
      'CloudTrail through SNS',
      sns({ s3Bucket: 'logs', s3ObjectKey: ['any/x.json.gz', DIGEST] }),
      [{ bucket: 'logs', key: 'any/x.json.gz' }],
    ],
    ['CloudTrail, raw', { s3Bucket: 'logs', s3ObjectKey: [LOG] }, [{ bucket: 'logs', key: LOG }]],
    ['CloudTrail, of digests', { s3Bucket: 'logs', s3ObjectKey: [DIGEST] }, ['nothing: cloudtrail digest']],
    [
      'S3, with an encoded key',
      { Records: [s3('a%2Bb+c/CloudTrail/%C3%A4/x.json.gz')] },
      [{ bucket: 'logs', key: 'a+b c/CloudTrail/ä/x.json.gz', region }],
    ],
    ['S3 through SNS', sns({ Records: [s3(LOG)] }), [{ bucket: 'logs', key: LOG, region }]],
    ['S3, of a digest', { Records: [s3(DIGEST)] }, ['nothing: s3 object that is no log']],
    [
      'S3, of a deletion',
      { Records: [s3(LOG, 'ObjectRemoved:Delete')] },
      ['nothing: s3 object that is not new'],
    ],
    ['S3 on the bus', s3Event(LOG), [{ bucket: 'logs', key: LOG, region }]],
    ['S3 on the bus, of anything else', s3Event('photos/1.jpg'), ['bus-2']],
    ['S3 on the bus, of a digest', s3Event(DIGEST), ['bus-2']],
  ];
  it.each(forms)('are found: %s', (_, body, files) => {
    expect(idsOf(body)).toEqual(files);
  });
});

describe('a change that AWS Config tells of', () => {
  const onBus = (message: unknown) => {
    const [piece] = open(message);
    return piece?.kind === 'event' ? piece.envelope : undefined;
  };

  it('is the event that the bus has of it, through SNS and raw, with the same id each time', () => {
    expect(onBus(config)).toEqual({
      ...{ version: '0', id: expect.stringMatching(/^config-[0-9a-f]{32}$/) as unknown },
      ...{ 'detail-type': 'Config Configuration Item Change', source: 'aws.config' },
      ...{ account: '111122223333', time: '2025-11-05T02:30:00.123Z', region: 'eu-west-1' },
      ...{ resources: ['arn:aws:s3:::b'], detail: config },
    });
    expect(onBus(sns(config))).toEqual(onBus(config));
    const later = { ...config, notificationCreationTime: '2025-11-05T02:30:01.000Z' };
    expect(onBus(later)?.['id']).not.toBe(onBus(config)?.['id']);
  });

  it('may be too large for SNS: its summary tells the resource', () => {
    const { configurationItem, ...rest } = config;
    const oversized = {
      ...rest,
      messageType: 'OversizedConfigurationItemChangeNotification',
      configurationItemSummary: configurationItem,
    };
    expect(onBus(oversized)).toMatchObject({ account: '111122223333', resources: ['arn:aws:s3:::b'] });
  });

  it('is read like any other', () => {
    expect(idsOf(sns(config))).toEqual([expect.stringMatching(/^config-/)]);
  });
});

describe('what is known and harmless', () => {
  it.each([
    [{ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' }],
    [sns({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' })],
    [sns('CloudTrail validation message.')],
    ['CloudTrail validation message.'],
    [{ messageType: 'ConfigurationHistoryDeliveryCompleted', s3Bucket: 'b', s3ObjectKey: 'k' }],
    [{ messageType: 'ConfigurationSnapshotDeliveryStarted', configSnapshotId: 'x' }],
    [{ Type: 'UnsubscribeConfirmation', Message: 'You have left' }],
    [{ Records: [] }],
  ])('%j is no poison', (body) => {
    expect(open(body)).toEqual([{ kind: 'nothing', why: expect.any(String) as unknown }]);
  });
});

describe('what is no event', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  const without = (name: string) => ({ ...record, [name]: undefined });
  const bad: [string, unknown, string][] = [
    ['no JSON', 'hello', 'not_json'],
    ['nothing at all', '', 'not_json'],
    ['cut JSON', JSON.stringify(wrapped).slice(0, -5), 'not_json'],
    ['over 1 MB', JSON.stringify({ ...record, x: 'x'.repeat(1024 * 1024) }), 'too_large'],
    ['over 1 MB in bytes alone', `"${'ä'.repeat(600 * 1024)}"`, 'too_large'],
    ['nested too deep', `{"Records":${deep(200)}}`, 'too_deep'],
    ['nested without end', deep(200_000), 'too_deep'],
    ['a number', '7', 'no_event'],
    ['null', 'null', 'no_event'],
    ['any object', { hello: 'world' }, 'no_event'],
    ['SNS with any text', sns('hello'), 'not_json'],
    [
      'a subscription to be confirmed',
      { ...sns('visit'), Type: 'SubscriptionConfirmation' },
      'sns_confirmation',
    ],
    ['S3 without an object', { Records: [{ eventSource: 'aws:s3', s3: 'x' }] }, 'no_event'],
    ['S3 with a key that is not encoded', { Records: [s3('%E0%A4%A')] }, 'no_event'],
    ['files that are no texts', { s3Bucket: 'b', s3ObjectKey: [1] }, 'no_event'],
    ['a record without an id', without('eventID'), 'invalid: eventID: must be a text'],
    ['a record with a number for an id', { ...record, eventID: 7 }, 'invalid: eventID: '],
    ['a record without a time', without('eventTime'), 'invalid: eventTime: must be a text'],
    ['a record with a time of another form', { ...record, eventTime: 'yesterday' }, 'invalid: eventTime: '],
    ['a record without an account', without('recipientAccountId'), 'invalid: recipientAccountId: '],
    [
      'a record with a text for parameters',
      { ...record, requestParameters: 'x' },
      'invalid: requestParameters: ',
    ],
    ['a record without a name', without('eventName'), 'invalid: eventName: '],
    ['an event without a detail', { ...state, detail: undefined }, 'invalid: detail: '],
    ['an event with a number for its source', { ...state, source: 7 }, 'invalid: source: '],
    ['an event without an id', { ...state, id: undefined }, 'invalid: id: '],
    ['an event without an account', { ...state, account: undefined }, 'invalid: account: '],
  ];
  it.each(bad)('%s: %j', (_, body, reason) => {
    const [first, ...more] = idsOf(body);
    expect(more).toEqual([]);
    expect(textOf(first).startsWith(reason)).toBe(true);
  });

  it('names every field that is wrong', () => {
    const [reason] = idsOf({ ...record, eventName: 7, eventTime: 'x', readOnly: 3 });
    expect(textOf(reason).match(/(eventName|eventTime|readOnly): /g)).toHaveLength(3);
  });

  it('keeps none of the others from being read', () => {
    expect(idsOf({ Records: [record, 7, { eventName: 'x' }, { ...record, eventID: 'e-2' }] })).toEqual([
      'e-1',
      'no_event',
      expect.stringMatching(/^invalid: eventSource/),
      'e-2',
    ]);
  });

  it('tells whose it claims to be', () => {
    const accountOf = (body: unknown) => {
      const [piece] = open(body);
      const answer =
        piece !== undefined && (piece.kind === 'record' || piece.kind === 'event')
          ? readPiece(piece, read)
          : undefined;
      return answer !== undefined && 'unreadable' in answer ? answer.unreadable.account : undefined;
    };
    expect(accountOf({ ...record, eventName: 7 })).toBe('111122223333');
    expect(accountOf({ ...state, source: 7 })).toBe('111122223333');
    expect(accountOf({ ...record, recipientAccountId: 'none' })).toBe('-');
  });

  it('is an event though nobody knows its service', () => {
    expect(idsOf({ ...record, eventSource: 'unheard-of.amazonaws.com' })).toEqual(['e-1']);
  });
});

describe('characters that PostgreSQL refuses', () => {
  it('are replaced, however deep they were wrapped, and nothing else is', () => {
    const text = `{"eventName":"a\\u0000b\\ud800c\\ud83d\\ude00\\\\u0000","\\udc00":1}`;
    const clean = { eventName: 'a\ufffdb\ufffdc😀\\u0000', '\ufffd': 1 };
    expect(open(text)).toEqual([{ kind: 'record', record: clean }]);
    expect(open(sns(text))).toEqual([{ kind: 'record', record: clean }]);
  });
});
