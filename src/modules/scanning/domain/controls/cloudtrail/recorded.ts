import { type Decision, undecided, withoutPart } from '../../control.js';
import { isNoEvidence } from '../../part.js';
import { type AccountTrails } from '../../resources/cloudtrail/account-trails.js';
import {
  type AdvancedSelector,
  type BasicSelector,
  type EventSelectors,
} from '../../resources/cloudtrail/selectors.js';
import { type TrailFields } from '../../resources/cloudtrail/trail.js';
import { type Truth } from './truth.js';

/** An event as selectors see it; fields by the names that advanced selectors use. */
export type Recordable = Record<string, string>;

/** A management event of a service that no selector names. */
const management = (readOnly: boolean): Recordable => ({
  eventCategory: 'Management',
  eventSource: 'service.amazonaws.com',
  readOnly: String(readOnly),
});

/**
 * Whether the selectors take the event. Without any, a trail records all management events and nothing else.
 * docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export function records({ basic, advanced }: EventSelectors, event: Recordable): boolean {
  if (basic.length + advanced.length === 0) return event['eventCategory'] === 'Management';
  return basic.some((one) => takesBasic(one, event)) || advanced.some((one) => takesAdvanced(one, event));
}

function takesBasic(selector: BasicSelector, event: Recordable): boolean {
  const { readWriteType, excludedSources, dataResources } = selector;
  const type = event['readOnly'] === 'true' ? 'ReadOnly' : 'WriteOnly';
  if (readWriteType !== 'All' && readWriteType !== type) return false;
  if (event['eventCategory'] === 'Management')
    return selector.management && !excludedSources.includes(event['eventSource'] ?? '');
  return dataResources.some(
    (one) =>
      one.type === event['resources.type'] &&
      // `arn:aws:s3` is every bucket, `arn:aws:s3:::reports/` one
      one.values.some((prefix) => event['resources.ARN']?.startsWith(prefix) === true),
  );
}

/** A condition on a field that the event leaves open is taken as not met: the selector may be about less. */
const takesAdvanced = ({ fields }: AdvancedSelector, event: Recordable): boolean =>
  fields.every((one) => {
    const value = event[one.field];
    if (value === undefined) return false;
    const wanted = [
      ...one.equals.map((it) => value === it),
      ...one.startsWith.map((it) => value.startsWith(it)),
      ...one.endsWith.map((it) => value.endsWith(it)),
    ];
    return (
      (wanted.length === 0 || wanted.includes(true)) &&
      !one.notEquals.includes(value) &&
      !one.notStartsWith.some((it) => value.startsWith(it)) &&
      !one.notEndsWith.some((it) => value.endsWith(it))
    );
  });

/** Management events of all services, but for those that are left out by name, both reads and writes. */
export const recordsManagement = (selectors: EventSelectors): boolean =>
  records(selectors, management(true)) && records(selectors, management(false));

/**
 * Whether data events of the objects in all buckets are recorded. Those of the bucket that the trail writes to may be
 * left out, as AWS recommends: each delivery would make the next event.
 */
export function recordsAllObjects(
  selectors: EventSelectors,
  { readOnly, partition, bucketName }: { readOnly: boolean; partition: string; bucketName: string },
): boolean {
  const bucket = (name: string) => `arn:${partition}:s3:::${name}/`;
  const object = `${bucket('bucket-of-any-name')}object`;
  const arns = selectors.advanced
    .flatMap(({ fields }) => fields)
    .filter(({ field }) => field === 'resources.ARN');
  const leftOut = arns.flatMap(({ notEquals, notStartsWith, notEndsWith }) => [
    ...notEquals,
    ...notStartsWith.map((prefix) => `${prefix}object`),
    ...notEndsWith.map((suffix) => `${object}${suffix}`),
  ]);
  return [object, ...leftOut.filter((arn) => !arn.startsWith(bucket(bucketName)))].every((arn) =>
    records(selectors, {
      eventCategory: 'Data',
      eventSource: 's3.amazonaws.com',
      'resources.type': 'AWS::S3::Object',
      'resources.ARN': arn,
      readOnly: String(readOnly),
    }),
  );
}

/** Whether the trail logs, and its selectors are what `judge` asks for. */
export function logs(
  { status, selectors }: TrailFields,
  judge: (selectors: EventSelectors) => boolean,
): Truth {
  const logging = isNoEvidence(status) ? null : status.isLogging;
  const recording = isNoEvidence(selectors) ? null : judge(selectors);
  if (logging === false || recording === false) return false;
  return logging === null || recording === null ? null : true;
}

/** No trail is known to do, and at least one could not be asked: says which part is missing. */
export function withoutTrail({ trails }: Pick<AccountTrails, 'trails'>): Decision {
  for (const { arn, status, selectors } of trails) {
    if (isNoEvidence(status)) return withoutPart('trails.status', status, { trail: arn });
    if (isNoEvidence(selectors)) return withoutPart('trails.selectors', selectors, { trail: arn });
  }
  return undecided('a trail could not be read');
}
