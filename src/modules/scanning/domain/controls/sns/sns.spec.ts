import { describe, expect, it } from '@jest/globals';
import { subscriptionExample, topicExample } from '../../../../../../test/support/examples/sns.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { parsePolicy } from '../../policy/index.js';
import { type SnsTopic } from '../../resources/sns/topic.js';
import { subscriptionNotHttp } from './subscription-not-http.js';
import { topicKmsEncryption } from './topic-kms-encryption.js';
import { topicNotPublic } from './topic-not-public.js';

describe('sns_topics_kms_encryption_at_rest_enabled', () => {
  const decide = (topic: SnsTopic) => topicKmsEncryption.evaluate(topic, context()).verdict;

  it('passes a topic with a key, and fails one without', () => {
    expect(decide(topicExample({ kmsKeyId: 'alias/aws/sns' }))).toBe('pass');
    expect(decide(topicExample())).toBe('fail');
  });

  it('has no evidence where the attributes are denied', () => {
    expect(decide({ ...topicExample(), attributes: denied })).toBe('no_evidence');
  });
});

describe('sns_topics_not_publicly_accessible', () => {
  const policy = (Action: string, Condition?: object) =>
    parsePolicy(
      JSON.stringify({
        Statement: { Effect: 'Allow', Principal: { AWS: '*' }, Action, Resource: '*', Condition },
      }),
    );
  const decide = (one: ReturnType<typeof policy> | typeof denied | null) =>
    topicNotPublic.evaluate(topicExample({ policy: one }), context()).verdict;

  it("passes AWS's own policy, which is for everybody of the account", () => {
    const own = { StringEquals: { 'AWS:SourceOwner': '123456789012' } };
    expect(decide(policy('SNS:Publish', own))).toBe('pass');
    expect(decide(null)).toBe('pass');
  });

  it('fails a statement for everybody, also one on a single action', () => {
    expect(decide(policy('SNS:*'))).toBe('fail');
    expect(decide(policy('SNS:Subscribe'))).toBe('fail');
    expect(decide(policy('SNS:Publish', { Bool: { 'aws:SecureTransport': 'true' } }))).toBe('fail');
  });

  it('passes subscribers at a fixed endpoint, and fails those at any', () => {
    const endpoint = (value: string) => policy('SNS:Subscribe', { StringLike: { 'SNS:Endpoint': value } });
    expect(decide(endpoint('https://example.com/alarms'))).toBe('pass');
    expect(decide(endpoint('https://*'))).toBe('fail');
  });

  it('has no evidence where the policy cannot be read', () => {
    expect(decide(denied)).toBe('no_evidence');
  });
});

describe('sns_subscription_not_using_http_endpoints', () => {
  const decide = (changed: Parameters<typeof subscriptionExample>[0]) =>
    subscriptionNotHttp.evaluate(subscriptionExample(changed), context()).verdict;

  it('passes HTTPS and what is no web address', () => {
    expect(decide({})).toBe('pass');
    expect(decide({ protocol: 'email', endpoint: 'http@example.com' })).toBe('pass');
  });

  it('fails HTTP', () => {
    expect(decide({ protocol: 'http', endpoint: 'http://example.com/alarms' })).toBe('fail');
  });

  it('does not apply before anybody has confirmed it', () => {
    expect(decide({ protocol: 'http', subscriptionArn: null })).toBe('not_applicable');
  });
});
