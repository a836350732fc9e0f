import { control, fail, pass } from '../../control.js';
import { s3Bucket } from '../../resources/s3/bucket.js';
import { USER_GUIDE } from './shared.js';

export const bucketServerAccessLogging = control({
  id: 's3_bucket_server_access_logging_enabled',
  on: s3Bucket,
  severity: 'medium',
  class: 'security',
  title: 'S3 bucket does not log the requests to it',
  risk: 'After a leak nobody can tell who read or changed which objects.',
  remediation: {
    text: 'Let S3 deliver server access logs to another bucket of the same region and account.',
    url: `${USER_GUIDE}/enable-server-access-logging.html`,
  },
  needs: ['logging'],
  decide: ({ name, logging }) => {
    if (logging === null) return fail({ logging });
    const note = 'The bucket logs into itself: each log that is delivered makes another';
    return pass({ logging, ...(logging.targetBucket === name ? { note } : {}) });
  },
});

export const bucketEventNotifications = control({
  id: 's3_bucket_event_notifications_enabled',
  on: s3Bucket,
  severity: 'medium',
  class: 'security',
  title: 'S3 bucket notifies nobody of changes',
  risk: 'What is written to or deleted from the bucket is not noticed when it happens.',
  remediation: {
    text: 'Send the events that matter to EventBridge, a topic, a queue or a function.',
    url: `${USER_GUIDE}/EventNotifications.html`,
  },
  needs: ['notifications'],
  decide: ({ notifications }) =>
    notifications.eventBridge || notifications.targets.length > 0
      ? pass({ notifications })
      : fail({ notifications }),
});
