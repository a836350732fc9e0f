import { describe, expect, it } from '@jest/globals';
import { lambdaFunction } from '../../../../../../test/support/examples/lambda.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Control } from '../../control.js';
import { type LambdaFunction } from '../../resources/lambda/function.js';
import { supportedRuntimes } from './supported-runtimes.js';
import { tracingEnabled } from './tracing-enabled.js';
import { urlPublic } from './url-public.js';
import { insideVpc, vpcMultiAz } from './vpc.js';

const decide = (control: Control, changed: Partial<LambdaFunction>, parameters = {}) =>
  control.evaluate(lambdaFunction(changed), {
    ...context(),
    settings: { [control.id]: { parameters } },
  }).verdict;

const url = (authType: string) => ({
  arn: 'arn:aws:lambda:eu-west-1:123456789012:function:invoices',
  url: 'https://abcdefg.lambda-url.eu-west-1.on.aws/',
  authType,
  allowOrigins: [],
});

describe('awslambda_function_using_supported_runtimes', () => {
  // the examples' day is 2026-03-01
  it('passes a runtime that AWS patches, also one that it will not patch for ever', () => {
    expect(decide(supportedRuntimes, { runtime: 'nodejs24.x' })).toBe('pass');
    expect(decide(supportedRuntimes, { runtime: 'nodejs20.x' })).toBe('pass');
  });

  it('fails one from its last day on', () => {
    expect(decide(supportedRuntimes, { runtime: 'python2.7' })).toBe('fail');
    expect(decide(supportedRuntimes, { runtime: 'python3.9' })).toBe('fail');
    const then = { ...context(), now: new Date('2026-04-30T00:00:00.000Z') };
    expect(supportedRuntimes.evaluate(lambdaFunction({ runtime: 'nodejs20.x' }), then).verdict).toBe('fail');
  });

  it('passes a runtime newer than the table, and fails what the tenant rules out', () => {
    expect(decide(supportedRuntimes, { runtime: 'nodejs99.x' })).toBe('pass');
    expect(decide(supportedRuntimes, { runtime: 'nodejs24.x' }, { alsoUnsupported: ['nodejs24.x'] })).toBe(
      'fail',
    );
  });

  it('does not apply to images', () => {
    expect(decide(supportedRuntimes, { packageType: 'Image', runtime: null })).toBe('not_applicable');
    expect(decide(supportedRuntimes, { runtime: null })).toBe('no_evidence');
  });
});

describe('awslambda_function_url_public', () => {
  it('passes URLs that ask for IAM, and fails where one of several does not', () => {
    expect(decide(urlPublic, { urls: [url('AWS_IAM')] })).toBe('pass');
    expect(decide(urlPublic, { urls: [url('AWS_IAM'), url('NONE')] })).toBe('fail');
  });

  it('does not apply without a URL, and has no evidence where they may not be listed', () => {
    expect(decide(urlPublic, { urls: [] })).toBe('not_applicable');
    expect(decide(urlPublic, { urls: denied })).toBe('no_evidence');
  });
});

describe('awslambda_function_inside_vpc', () => {
  it('passes a function in a VPC and fails one outside', () => {
    expect(decide(insideVpc, {})).toBe('pass');
    expect(decide(insideVpc, { vpc: null })).toBe('fail');
  });
});

describe('awslambda_function_vpc_multi_az', () => {
  it('counts zones, not subnets', () => {
    expect(decide(vpcMultiAz, {})).toBe('pass');
    expect(decide(vpcMultiAz, { availabilityZones: ['eu-west-1a'] })).toBe('fail');
    expect(decide(vpcMultiAz, {}, { minAvailabilityZones: 3 })).toBe('fail');
  });

  it('does not apply outside of a VPC, and has no evidence where subnets may not be described', () => {
    expect(decide(vpcMultiAz, { vpc: null, availabilityZones: [] })).toBe('not_applicable');
    expect(decide(vpcMultiAz, { availabilityZones: denied })).toBe('no_evidence');
  });
});

describe('awslambda_function_tracing_enabled', () => {
  it('passes Active, and fails PassThrough and none', () => {
    expect(decide(tracingEnabled, { tracing: 'Active' })).toBe('pass');
    expect(decide(tracingEnabled, { tracing: 'PassThrough' })).toBe('fail');
    expect(decide(tracingEnabled, { tracing: null })).toBe('fail');
  });
});
