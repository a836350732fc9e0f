import {
  type AdvancedFieldSelector,
  type GetEventSelectorsResponse,
  type GetTrailStatusResponse,
  type Trail as Described,
} from '@aws-sdk/client-cloudtrail';
import { type Aws } from '../../../../platform/aws/index.js';
import { type EventSelectors } from '../../domain/resources/cloudtrail/selectors.js';
import { type TrailFields } from '../../domain/resources/cloudtrail/trail.js';
import { byKey, text, time } from '../fields.js';
import { read, unlessGone, readParts, type Want } from '../reader.js';

export const TRAIL_GONE = 'TrailNotFound';

/**
 * A described trail with its status and selectors; null: it is gone. Both are asked in the trail's home region, and by
 * its ARN: by name, AWS looks in the caller's account and region alone.
 */
export const toTrailFields = (aws: Aws, trail: Described, want: Want): Promise<TrailFields | null> =>
  unlessGone(async () => {
    const { TrailARN, Name, HomeRegion } = trail;
    if (TrailARN === undefined || Name === undefined) return null;
    const homeRegion = HomeRegion ?? TrailARN.split(':')[3] ?? aws.region;
    const cloudtrail = await aws.in(homeRegion).cloudtrail();
    const parts = await readParts(want, {
      status: () => read(async () => toStatus(await cloudtrail.getTrailStatus({ Name: TrailARN }))),
      selectors: () =>
        read(async () => toSelectors(await cloudtrail.getEventSelectors({ TrailName: TrailARN }))),
    });
    return {
      ...{ arn: TrailARN, name: Name, homeRegion },
      multiRegion: trail.IsMultiRegionTrail ?? false,
      organization: trail.IsOrganizationTrail ?? false,
      globalServiceEvents: trail.IncludeGlobalServiceEvents ?? false,
      logFileValidation: trail.LogFileValidationEnabled ?? false,
      kmsKeyId: text(trail.KmsKeyId),
      logGroupArn: text(trail.CloudWatchLogsLogGroupArn?.replace(/:\*$/, '')),
      bucketName: trail.S3BucketName ?? '',
      bucketPrefix: text(trail.S3KeyPrefix),
      topicArn: text(trail.SnsTopicARN),
      ...parts,
    };
  }, TRAIL_GONE);

const toStatus = (status: GetTrailStatusResponse) => ({
  isLogging: status.IsLogging ?? false,
  latestDeliveryAt: time(status.LatestDeliveryTime),
  latestDeliveryError: text(status.LatestDeliveryError),
  latestLogGroupDeliveryAt: time(status.LatestCloudWatchLogsDeliveryTime),
  latestLogGroupDeliveryError: text(status.LatestCloudWatchLogsDeliveryError),
});

const toSelectors = (answer: GetEventSelectorsResponse): EventSelectors => ({
  basic: (answer.EventSelectors ?? []).map((selector) => ({
    readWriteType: selector.ReadWriteType ?? 'All',
    management: selector.IncludeManagementEvents ?? true,
    excludedSources: (selector.ExcludeManagementEventSources ?? []).toSorted(),
    dataResources: byKey(
      (selector.DataResources ?? []).map(({ Type = '', Values = [] }) => ({
        type: Type,
        values: Values.toSorted(),
      })),
      ({ type }) => type,
    ),
  })),
  advanced: (answer.AdvancedEventSelectors ?? []).map(({ Name, FieldSelectors = [] }) => ({
    name: text(Name),
    fields: byKey(FieldSelectors.map(toField), ({ field }) => field),
  })),
});

const toField = (selector: AdvancedFieldSelector) => ({
  field: selector.Field ?? '',
  equals: (selector.Equals ?? []).toSorted(),
  startsWith: (selector.StartsWith ?? []).toSorted(),
  endsWith: (selector.EndsWith ?? []).toSorted(),
  notEquals: (selector.NotEquals ?? []).toSorted(),
  notStartsWith: (selector.NotStartsWith ?? []).toSorted(),
  notEndsWith: (selector.NotEndsWith ?? []).toSorted(),
});
