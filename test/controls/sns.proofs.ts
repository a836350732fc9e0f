import { type ServiceProofs } from './proof.js';

export const snsProofs: ServiceProofs = {
  service: 'sns',
  build: async ({ aws }) => {
    const sns = await aws().sns();
    const topic = async (Name: string, Attributes: Record<string, string>) =>
      (await sns.createTopic({ Name, Attributes, Tags: [{ Key: 'team', Value: 'ops' }] })).TopicArn ?? '';
    const encrypted = await topic('encrypted', { KmsMasterKeyId: 'alias/aws/sns' });
    const open = await topic('open', {
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 'SNS:Publish', Resource: '*' }],
      }),
    });
    const subscribe = async (Protocol: string) =>
      (
        await sns.subscribe({
          TopicArn: encrypted,
          Protocol,
          Endpoint: `${Protocol}://example.com/`,
          ReturnSubscriptionArn: true,
        })
      ).SubscriptionArn ?? '';
    return { encrypted, open, https: await subscribe('https'), http: await subscribe('http') };
  },
  emulated: {
    sns_topics_kms_encryption_at_rest_enabled: { pass: 'encrypted', fail: 'open' },
    sns_topics_not_publicly_accessible: { pass: 'encrypted', fail: 'open' },
    sns_subscription_not_using_http_endpoints: { pass: 'https', fail: 'http' },
  },
};
