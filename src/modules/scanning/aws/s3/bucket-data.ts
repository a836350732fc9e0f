import { type LifecycleRule, type NotificationConfiguration, type S3 } from '@aws-sdk/client-s3';
import { type z } from 'zod';
import {
  type bucketNotifications,
  type BucketReplication,
  type lifecycleActions,
} from '../../domain/resources/s3/bucket-parts.js';
import { byKey, text } from '../fields.js';
import { mapConcurrent } from '../map-concurrent.js';
import { type Ask } from './ask.js';

/** How a bucket keeps what is in it: the reads of these parts. `regionOf`: where another bucket is. */
export const dataParts = (
  s3: S3,
  Bucket: string,
  ask: Ask,
  regionOf: (bucket: string) => Promise<string | null>,
) => ({
  versioning: () =>
    ask(async () => {
      const { Status, MFADelete } = await s3.getBucketVersioning({ Bucket });
      return { status: text(Status), mfaDelete: MFADelete === 'Enabled' };
    }),
  encryption: () =>
    ask(
      async () => {
        const { ServerSideEncryptionConfiguration: { Rules = [] } = {} } = await s3.getBucketEncryption({
          Bucket,
        });
        const [{ ApplyServerSideEncryptionByDefault: by, BucketKeyEnabled = false } = {}] = Rules;
        if (by?.SSEAlgorithm === undefined) return null;
        return { algorithm: by.SSEAlgorithm, kmsKeyId: text(by.KMSMasterKeyID), bucketKey: BucketKeyEnabled };
      },
      { absent: 'ServerSideEncryptionConfigurationNotFoundError' },
    ),
  logging: () =>
    ask(async () => {
      const { LoggingEnabled: to } = await s3.getBucketLogging({ Bucket });
      return to?.TargetBucket === undefined
        ? null
        : { targetBucket: to.TargetBucket, targetPrefix: to.TargetPrefix ?? '' };
    }),
  lifecycle: () =>
    ask(
      async () => {
        const { Rules = [] } = await s3.getBucketLifecycleConfiguration({ Bucket });
        const rules = Rules.map((rule) => ({
          id: rule.ID ?? '',
          enabled: rule.Status === 'Enabled',
          actions: actionsOf(rule),
        }));
        return byKey(rules, (rule) => JSON.stringify(rule));
      },
      { absent: 'NoSuchLifecycleConfiguration' },
    ).then((rules) => rules ?? []),
  objectLock: () =>
    ask(
      async () => {
        const { ObjectLockConfiguration: lock } = await s3.getObjectLockConfiguration({ Bucket });
        const { Mode, Days = null, Years = null } = lock?.Rule?.DefaultRetention ?? {};
        return {
          enabled: lock?.ObjectLockEnabled === 'Enabled',
          mode: text(Mode),
          // the emulator writes 0 for the one that is not set; AWS takes no 0
          days: Days === 0 ? null : Days,
          years: Years === 0 ? null : Years,
        };
      },
      { absent: 'ObjectLockConfigurationNotFoundError' },
    ),
  notifications: () =>
    ask(async () => toNotifications(await s3.getBucketNotificationConfiguration({ Bucket }))),
  replication: () =>
    ask(
      async (): Promise<BucketReplication | null> => {
        const { ReplicationConfiguration: it } = await s3.getBucketReplication({ Bucket });
        if (it === undefined) return null;
        const rules = await mapConcurrent(it.Rules ?? [], async (rule) => {
          const destinationArn = rule.Destination?.Bucket ?? '';
          return {
            id: rule.ID ?? '',
            enabled: rule.Status === 'Enabled',
            destinationArn,
            destinationRegion: await regionOf(destinationArn.slice(destinationArn.lastIndexOf(':') + 1)),
          };
        });
        return { role: text(it.Role), rules: byKey(rules, (rule) => `${rule.id} ${rule.destinationArn}`) };
      },
      { absent: 'ReplicationConfigurationNotFoundError' },
    ),
});

/** In the order of the type's own list. */
function actionsOf(rule: LifecycleRule): (typeof lifecycleActions)[number][] {
  return [
    ...(rule.Expiration === undefined ? [] : ['expire' as const]),
    ...(rule.NoncurrentVersionExpiration === undefined ? [] : ['expire-versions' as const]),
    ...((rule.Transitions ?? []).length === 0 ? [] : ['transition' as const]),
    ...((rule.NoncurrentVersionTransitions ?? []).length === 0 ? [] : ['transition-versions' as const]),
    ...(rule.AbortIncompleteMultipartUpload === undefined ? [] : ['abort-uploads' as const]),
  ];
}

function toNotifications(to: NotificationConfiguration): z.infer<typeof bucketNotifications> {
  const targets = [
    ...(to.TopicConfigurations ?? []).map(({ TopicArn, Events }) => ({ arn: TopicArn, Events })),
    ...(to.QueueConfigurations ?? []).map(({ QueueArn, Events }) => ({ arn: QueueArn, Events })),
    ...(to.LambdaFunctionConfigurations ?? []).map((one) => ({
      arn: one.LambdaFunctionArn,
      Events: one.Events,
    })),
  ].map(({ arn = '', Events = [] }) => ({ arn, events: [...Events].sort() }));
  return {
    eventBridge: to.EventBridgeConfiguration !== undefined,
    targets: byKey(targets, ({ arn, events }) => `${arn} ${events.join()}`),
  };
}
