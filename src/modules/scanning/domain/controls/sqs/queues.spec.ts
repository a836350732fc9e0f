import { describe, expect, it } from '@jest/globals';
import { queue } from '../../../../../../test/support/examples/sqs.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { policyPart } from '../../policy/index.js';
import { type QueueAttributes, type SqsQueue } from '../../resources/sqs/queue.js';
import { notPubliclyAccessible } from './not-publicly-accessible.js';
import { serverSideEncryption } from './server-side-encryption.js';

describe('sqs_queues_server_side_encryption_enabled', () => {
  const decide = (changed: Partial<QueueAttributes>) =>
    serverSideEncryption.evaluate(queue({}, { sqsManagedEncryption: false, ...changed }), context()).verdict;

  it('passes either kind of encryption, and fails none', () => {
    expect(decide({ sqsManagedEncryption: true })).toBe('pass');
    expect(decide({ kmsKeyId: 'alias/aws/sqs' })).toBe('pass');
    expect(decide({})).toBe('fail');
  });

  it('has no evidence where the attributes were denied', () => {
    expect(serverSideEncryption.evaluate(queue({ attributes: denied }), context()).verdict).toBe(
      'no_evidence',
    );
  });
});

describe('sqs_queues_not_publicly_accessible', () => {
  const decide = (policy: SqsQueue['policy']) =>
    notPubliclyAccessible.evaluate(queue({ policy }), context()).verdict;
  const verdict = (statement: object) =>
    decide(policyPart(JSON.stringify({ Statement: { Effect: 'Allow', Action: 'sqs:*', ...statement } })));

  it('passes a queue without a policy, and one for named accounts', () => {
    expect(decide(null)).toBe('pass');
    expect(verdict({ Principal: { AWS: '210987654321' } })).toBe('pass');
  });

  it('fails one for everybody, also where a condition ties it to nobody', () => {
    expect(verdict({ Principal: '*' })).toBe('fail');
    expect(verdict({ Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })).toBe(
      'fail',
    );
    expect(verdict({ Principal: '*', Condition: { ArnLike: { 'aws:SourceArn': '*' } } })).toBe('fail');
  });

  it('passes everybody by way of one topic', () => {
    const SourceArn = 'arn:aws:sns:eu-west-1:123456789012:orders';
    expect(verdict({ Principal: '*', Condition: { ArnEquals: { 'aws:SourceArn': SourceArn } } })).toBe(
      'pass',
    );
  });

  it('has no evidence where the policy was denied', () => {
    expect(decide(denied)).toBe('no_evidence');
  });
});
