import { type Control } from '../../control.js';
import { logAlarms } from './log-alarms.js';
import { multiRegionEnabled } from './multi-region-enabled.js';
import { s3ReadDataEvents, s3WriteDataEvents } from './s3-data-events.js';
import { trailBucketAccessLogging, trailBucketNotPublic } from './trail-bucket.js';
import { logFileValidationEnabled, trailCloudWatchLogging, trailKmsEncryption } from './trail-log-files.js';

export const cloudtrailControls: readonly Control[] = [
  multiRegionEnabled,
  logFileValidationEnabled,
  trailKmsEncryption,
  trailCloudWatchLogging,
  trailBucketAccessLogging,
  trailBucketNotPublic,
  s3WriteDataEvents,
  s3ReadDataEvents,
  ...logAlarms,
];
