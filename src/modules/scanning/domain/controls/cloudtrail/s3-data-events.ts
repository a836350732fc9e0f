import { control, type Control, fail, pass } from '../../control.js';
import { accountTrails } from '../../resources/cloudtrail/account-trails.js';
import { logs, recordsAllObjects, withoutTrail } from './recorded.js';
import { anyOf } from './truth.js';

const dataEvents = (kind: 'read' | 'write', risk: string): Control =>
  control({
    id: `cloudtrail_s3_dataevents_${kind}_enabled`,
    on: accountTrails,
    severity: 'medium',
    class: 'security',
    title: `No CloudTrail trail records ${kind}s of objects in all S3 buckets`,
    risk,
    remediation: {
      text: `Let a trail of all regions record S3 data events (${kind === 'read' ? 'ReadOnly' : 'WriteOnly'} or All) of all current and future buckets. They are paid for by the event.`,
      steps: ['aws cloudtrail put-event-selectors --trail-name NAME --event-selectors file://selectors.json'],
      url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html',
    },
    needs: [],
    decide: (account, { place }) => {
      const good = account.trails.map((trail) =>
        logs(trail, (selectors) =>
          recordsAllObjects(selectors, {
            readOnly: kind === 'read',
            partition: place.partition,
            bucketName: trail.bucketName,
          }),
        ),
      );
      const arns = account.trails.map(({ arn }) => arn);
      switch (anyOf(good)) {
        case true:
          return pass({ trails: arns.filter((_, i) => good[i] === true) });
        case false:
          return fail({ multiRegionTrails: arns });
        case null:
          return withoutTrail(account);
      }
    },
  });

export const s3WriteDataEvents = dataEvents(
  'write',
  'Who overwrote or deleted an object cannot be told: calls on objects are no management events, which trails record by default.',
);

export const s3ReadDataEvents = dataEvents(
  'read',
  'After a leak nobody can tell which objects were read: calls on objects are no management events, which trails record by default.',
);
