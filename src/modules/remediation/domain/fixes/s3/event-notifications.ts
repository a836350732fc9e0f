import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read } from '../../fix.js';
import { BUCKET } from './shared.js';

/** To EventBridge, which costs nothing until a rule picks them up: …/userguide/EventBridge.html. */
export const notifyOfChanges = fix({
  controls: ['s3_bucket_event_notifications_enabled'],
  type: BUCKET,
  title: 'Send the bucket’s events to EventBridge',
  reads: {
    notifications: read(
      's3',
      'GetBucketNotificationConfiguration',
      z.looseObject({ EventBridgeConfiguration: z.looseObject({}).optional() }),
      ({ name }) => ({ Bucket: name }),
      { action: 's3:GetBucketNotification' },
    ),
  },
  actions: ['s3:PutBucketNotification'],
  plan: ({ target: { name }, state: { notifications } }) =>
    Object.keys(notifications).length > 0
      ? nothing('It sends notifications')
      : change('Its events will go to EventBridge', [put(name, { EventBridgeConfiguration: {} })]),
  restore: ({ target: { name }, before: { notifications } }) => [put(name, notifications)],
});

const put = (Bucket: string, NotificationConfiguration: object) =>
  call(
    's3',
    'PutBucketNotificationConfiguration',
    { Bucket, NotificationConfiguration },
    { action: 's3:PutBucketNotification' },
  );
