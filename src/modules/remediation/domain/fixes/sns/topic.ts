import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse, type Target } from '../../fix.js';
import { withoutPublic } from '../without-public.js';

const TOPIC = 'AWS::SNS::Topic';

const attributes = read(
  'sns',
  'GetTopicAttributes',
  z.object({
    Attributes: z.object({ Policy: z.string().optional(), KmsMasterKeyId: z.string().optional() }),
  }),
  ({ arn }) => ({ TopicArn: arn }),
);

const set = ({ arn }: Target, AttributeName: string, AttributeValue: string) =>
  call('sns', 'SetTopicAttributes', { TopicArn: arn, AttributeName, AttributeValue });

/** docs.aws.amazon.com/sns/latest/dg/sns-key-management.html: which services cannot publish to a topic with AWS's key. */
export const encryptTopic = fix({
  controls: ['sns_topics_kms_encryption_at_rest_enabled'],
  type: TOPIC,
  title: 'Encrypt the topic’s messages with a KMS key',
  settings: z.strictObject({
    /** An alias (`alias/…`) that is there in each region, or a key's id; services that publish need its leave. */
    kmsKeyId: z.string().min(1).max(2048).optional(),
  }),
  reads: { attributes },
  actions: ['sns:SetTopicAttributes'],
  plan: ({ target, state, settings: { kmsKeyId } }) => {
    const { Policy = '', KmsMasterKeyId = '' } = state.attributes.Attributes;
    if (KmsMasterKeyId !== '') return nothing(`It uses ${KmsMasterKeyId}`);
    if (kmsKeyId === undefined)
      return refuse('Set kmsKeyId: a key whose policy lets in the services that publish to the topic');
    if (kmsKeyId === 'alias/aws/sns' && /"Service"\s*:/.test(Policy))
      return refuse(
        'A service of AWS publishes to it, which alias/aws/sns does not let in: set a key of your own',
      );
    return change(
      [
        `Messages will be encrypted with ${kmsKeyId}`,
        'Who publishes needs kms:GenerateDataKey* and kms:Decrypt on it',
        ...(kmsKeyId === 'alias/aws/sns'
          ? ['CloudWatch alarms, and other services of AWS, can publish to it no longer']
          : []),
      ],
      [set(target, 'KmsMasterKeyId', kmsKeyId)],
    );
  },
  restore: ({ target, before }) => [
    set(target, 'KmsMasterKeyId', before.attributes.Attributes.KmsMasterKeyId ?? ''),
  ],
});

export const closeTopic = fix({
  controls: ['sns_topics_not_publicly_accessible'],
  type: TOPIC,
  title: 'Take statements for everybody out of the topic’s policy',
  reads: { attributes },
  actions: ['sns:SetTopicAttributes'],
  plan: ({ target, state, evidence }) =>
    withoutPublic(state.attributes.Attributes.Policy, evidence['statements'], (rest) =>
      set(target, 'Policy', rest ?? ownersOnly(target)),
    ),
  restore: ({ target, before }) => {
    const { Policy } = before.attributes.Attributes;
    return Policy === undefined ? [] : [set(target, 'Policy', Policy)];
  },
});

/** What SNS gives each new topic: a topic is never without a policy. */
const ownersOnly = ({ arn, accountId }: Target): string =>
  JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        ...{ Sid: '__default_statement_ID', Effect: 'Allow', Principal: { AWS: '*' } },
        Action: [
          ...[
            'SNS:GetTopicAttributes',
            'SNS:SetTopicAttributes',
            'SNS:AddPermission',
            'SNS:RemovePermission',
          ],
          ...['SNS:DeleteTopic', 'SNS:Subscribe', 'SNS:ListSubscriptionsByTopic', 'SNS:Publish'],
        ],
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  });
