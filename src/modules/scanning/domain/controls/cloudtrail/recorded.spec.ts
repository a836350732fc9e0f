import { describe, expect, it } from '@jest/globals';
import {
  advancedSelector,
  basicSelector,
  trailFieldsExample,
  trailStatus,
} from '../../../../../../test/support/examples/cloudtrail.js';
import { denied } from '../../../../../../test/support/scanning-examples.js';
import { type EventSelectors } from '../../resources/cloudtrail/selectors.js';
import { logs, recordsAllObjects, recordsManagement } from './recorded.js';

const basic = (changed: Parameters<typeof basicSelector>[0]): EventSelectors => ({
  basic: [basicSelector(changed)],
  advanced: [],
});
const advanced = (...fields: Parameters<typeof advancedSelector>[0][]): EventSelectors => ({
  basic: [],
  advanced: fields.map(advancedSelector),
});
const MANAGEMENT = { eventCategory: { equals: ['Management'] } };
const DATA = { eventCategory: { equals: ['Data'] }, 'resources.type': { equals: ['AWS::S3::Object'] } };

describe('management events', () => {
  it.each<[string, EventSelectors]>([
    ['without selectors', { basic: [], advanced: [] }],
    ['by a basic selector', basic({})],
    ['without those of KMS', basic({ excludedSources: ['kms.amazonaws.com'] })],
    ['by an advanced selector', advanced(MANAGEMENT)],
    ['but for KMS', advanced({ ...MANAGEMENT, eventSource: { notEquals: ['kms.amazonaws.com'] } })],
    [
      'by two selectors, reads and writes',
      advanced(
        { ...MANAGEMENT, readOnly: { equals: ['true'] } },
        { ...MANAGEMENT, readOnly: { equals: ['false'] } },
      ),
    ],
  ])('are recorded %s', (_how, selectors) => {
    expect(recordsManagement(selectors)).toBe(true);
  });

  it.each<[string, EventSelectors]>([
    ['by a selector of data events', basic({ management: false })],
    ['as writes alone', basic({ readWriteType: 'WriteOnly' })],
    ['as reads alone', advanced({ ...MANAGEMENT, readOnly: { equals: ['true'] } })],
    ['of one service', advanced({ ...MANAGEMENT, eventSource: { equals: ['iam.amazonaws.com'] } })],
    [
      'but for a user',
      advanced({ ...MANAGEMENT, 'userIdentity.arn': { notEquals: ['arn:aws:iam::1:user/a'] } }),
    ],
    ['where only data events are chosen', advanced(DATA)],
  ])('are not all recorded %s', (_how, selectors) => {
    expect(recordsManagement(selectors)).toBe(false);
  });

  it('are recorded while the trail logs; unknown where that cannot be read and nothing else decides', () => {
    const all = { basic: [], advanced: [] };
    expect(logs(trailFieldsExample({ selectors: all }), recordsManagement)).toBe(true);
    expect(logs(trailFieldsExample({ status: trailStatus({ isLogging: false }) }), recordsManagement)).toBe(
      false,
    );
    expect(logs(trailFieldsExample({ status: denied }), recordsManagement)).toBeNull();
    expect(logs(trailFieldsExample({ status: denied, selectors: advanced(DATA) }), recordsManagement)).toBe(
      false,
    );
  });
});

describe('data events of all objects', () => {
  const read = { readOnly: true, partition: 'aws', bucketName: 'trail-logs' };
  const objects = (...values: string[]) => [{ type: 'AWS::S3::Object', values }];

  it.each<[string, EventSelectors]>([
    ['of all buckets', basic({ dataResources: objects('arn:aws:s3') })],
    ['by an advanced selector', advanced(DATA)],
    ['as reads', advanced({ ...DATA, readOnly: { equals: ['true'] } })],
    ['of ARNs of any bucket', advanced({ ...DATA, 'resources.ARN': { startsWith: ['arn:aws:s3:::'] } })],
    [
      'but for the bucket of the trail itself',
      advanced({ ...DATA, 'resources.ARN': { notStartsWith: ['arn:aws:s3:::trail-logs/'] } }),
    ],
  ])('are recorded %s', (_how, selectors) => {
    expect(recordsAllObjects(selectors, read)).toBe(true);
  });

  it.each<[string, EventSelectors]>([
    ['without selectors', { basic: [], advanced: [] }],
    ['of one bucket', basic({ dataResources: objects('arn:aws:s3:::reports/') })],
    [
      'of functions',
      basic({ dataResources: [{ type: 'AWS::Lambda::Function', values: ['arn:aws:lambda'] }] }),
    ],
    ['as writes alone', basic({ readWriteType: 'WriteOnly', dataResources: objects('arn:aws:s3') })],
    ['of one call', advanced({ ...DATA, eventName: { equals: ['DeleteObject'] } })],
    [
      'but for another bucket',
      advanced({ ...DATA, 'resources.ARN': { notStartsWith: ['arn:aws:s3:::reports/'] } }),
    ],
  ])('are not all recorded %s', (_how, selectors) => {
    expect(recordsAllObjects(selectors, read)).toBe(false);
  });
});
