import { describe, expect, it } from '@jest/globals';
import {
  accountTrailsExample,
  basicSelector,
  trailFieldsExample,
  trailStatus,
} from '../../../../../../test/support/examples/cloudtrail.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { multiRegionEnabled } from './multi-region-enabled.js';
import { s3ReadDataEvents, s3WriteDataEvents } from './s3-data-events.js';

type Fields = Parameters<typeof trailFieldsExample>[0];
const account = (...trails: Fields[]) => accountTrailsExample({ trails: trails.map(trailFieldsExample) });

describe('cloudtrail_multi_region_enabled', () => {
  const decide = (...trails: Fields[]) => multiRegionEnabled.evaluate(account(...trails), context());

  it('passes an account with a trail that logs and records management events', () => {
    expect(decide({ status: trailStatus({ isLogging: false }) }, {})).toMatchObject({
      verdict: 'pass',
      evidence: { trails: [{ isLogging: true, managementReadsAndWrites: true }] },
    });
  });

  it('fails an account without a trail of all regions', () => {
    expect(decide()).toMatchObject({ verdict: 'fail', evidence: { multiRegionTrails: [] } });
  });

  it('fails where the trail is stopped, or records less than all management events', () => {
    expect(decide({ status: trailStatus({ isLogging: false }) }).verdict).toBe('fail');
    const writes = { basic: [basicSelector({ readWriteType: 'WriteOnly' })], advanced: [] };
    expect(decide({ selectors: writes }).verdict).toBe('fail');
  });

  it('has no evidence where the only trail that could do cannot be asked', () => {
    expect(decide({ status: denied })).toMatchObject({
      verdict: 'no_evidence',
      evidence: { part: 'trails.status' },
    });
    expect(decide({ selectors: denied }, {}).verdict).toBe('pass');
  });
});

describe('cloudtrail_s3_dataevents', () => {
  const data = (readWriteType: string, value = 'arn:aws:s3') => ({
    selectors: {
      basic: [
        basicSelector({ readWriteType, dataResources: [{ type: 'AWS::S3::Object', values: [value] }] }),
      ],
      advanced: [],
    },
  });
  const decide = (...trails: Fields[]) => ({
    write: s3WriteDataEvents.evaluate(account(...trails), context()).verdict,
    read: s3ReadDataEvents.evaluate(account(...trails), context()).verdict,
  });

  it('passes writes and reads by what is recorded of all buckets', () => {
    expect(decide(data('All'))).toEqual({ write: 'pass', read: 'pass' });
    expect(decide(data('WriteOnly'))).toEqual({ write: 'pass', read: 'fail' });
    expect(decide(data('ReadOnly'))).toEqual({ write: 'fail', read: 'pass' });
  });

  it('fails management events alone, single buckets, and a stopped trail', () => {
    const none = { write: 'fail', read: 'fail' };
    expect(decide()).toEqual(none);
    expect(decide({})).toEqual(none);
    expect(decide(data('All', 'arn:aws:s3:::reports/'))).toEqual(none);
    expect(decide({ ...data('All'), status: trailStatus({ isLogging: false }) })).toEqual(none);
  });

  it('has no evidence where the selectors are denied', () => {
    expect(decide({ selectors: denied })).toEqual({ write: 'no_evidence', read: 'no_evidence' });
  });
});
