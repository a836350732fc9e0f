import { describe, expect, it } from '@jest/globals';
import { configRecorder } from '../../../../../../test/support/examples/config.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type ConfigRecorder } from '../../resources/config/recording.js';
import { recorderAllRegionsEnabled } from './recorder-all-regions-enabled.js';

const decide = (changed: Partial<ConfigRecorder> = {}, globalTypesRegion = '') =>
  recorderAllRegionsEnabled.evaluate(
    { recorder: configRecorder(changed) },
    { ...context(), settings: { [recorderAllRegionsEnabled.id]: { parameters: { globalTypesRegion } } } },
  ).verdict;

const status = { recording: true, lastStatus: 'Success', lastError: null };
const partial = { allSupported: false, includeGlobalResourceTypes: false };
const excluding = (excludedResourceTypes: string[]) =>
  ({
    ...partial,
    strategy: 'EXCLUSION_BY_RESOURCE_TYPES',
    excludedResourceTypes,
  }) satisfies Partial<ConfigRecorder>;

describe('config_recorder_all_regions_enabled', () => {
  it('passes a recorder of all types that records and delivers', () => {
    expect(decide()).toBe('pass');
    expect(decide({ status: { ...status, lastStatus: 'Pending' } })).toBe('pass');
  });

  it('fails a region without a recorder, and has no evidence where it may not look', () => {
    expect(recorderAllRegionsEnabled.evaluate({ recorder: null }, context()).verdict).toBe('fail');
    expect(recorderAllRegionsEnabled.evaluate({ recorder: denied }, context()).verdict).toBe('no_evidence');
  });

  it('fails a recorder that is stopped, fails to deliver, or has nowhere to deliver to', () => {
    expect(decide({ status: { ...status, recording: false } })).toBe('fail');
    expect(decide({ status: { ...status, lastStatus: 'Failure' } })).toBe('fail');
    expect(decide({ deliveryChannel: null })).toBe('fail');
  });

  it('fails a recorder of some types only, though it records', () => {
    const some = { ...partial, strategy: 'INCLUSION_BY_RESOURCE_TYPES', resourceTypes: ['AWS::S3::Bucket'] };
    expect(decide(some)).toBe('fail');
    expect(decide(excluding(['AWS::EC2::Instance', 'AWS::IAM::User']))).toBe('fail');
  });

  it('passes one that leaves out only the types which are the same in every region', () => {
    expect(decide(excluding(['AWS::IAM::Role', 'AWS::IAM::User']))).toBe('pass');
    expect(decide({ includeGlobalResourceTypes: false })).toBe('pass');
  });

  it('asks for global types in the region that is to record them', () => {
    expect(decide({ includeGlobalResourceTypes: false }, 'eu-west-1')).toBe('fail');
    expect(decide({ includeGlobalResourceTypes: false }, 'us-east-1')).toBe('pass');
    expect(decide(excluding(['AWS::IAM::User']), 'eu-west-1')).toBe('fail');
    expect(decide(excluding([]), 'eu-west-1')).toBe('pass');
  });

  it('has no evidence without the status, unless what is recorded fails already', () => {
    expect(decide({ status: denied })).toBe('no_evidence');
    expect(decide({ deliveryChannel: denied })).toBe('no_evidence');
    expect(decide({ status: denied, ...partial, strategy: 'INCLUSION_BY_RESOURCE_TYPES' })).toBe('fail');
  });
});
