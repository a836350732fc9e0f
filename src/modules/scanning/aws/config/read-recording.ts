import {
  type ConfigService,
  type ConfigurationRecorder,
  type ConfigurationRecorderStatus,
  type DeliveryChannel,
} from '@aws-sdk/client-config-service';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence } from '../../domain/part.js';
import { type ConfigRecorder, type ConfigRecording } from '../../domain/resources/config/recording.js';
import { text } from '../fields.js';
import { read } from '../reader.js';

/** A region's setting with its recorder: one call where there is none. */
export async function recordingOf(aws: Aws): Promise<ConfigRecording> {
  const config = await aws.config();
  return { recorder: await read(() => recorderOf(config)) };
}

/** Without a name, AWS answers with the customer managed recorder alone: never with those of its own services. */
async function recorderOf(config: ConfigService): Promise<ConfigRecorder | null> {
  const { ConfigurationRecorders = [] } = await config.describeConfigurationRecorders({});
  const [recorder] = ConfigurationRecorders;
  if (recorder?.name === undefined) return null;
  const [status, channels] = await Promise.all([
    read(() => config.describeConfigurationRecorderStatus({})),
    read(() => config.describeDeliveryChannels({})),
  ]);
  return {
    ...toRecorder(recorder, recorder.name),
    status: isNoEvidence(status) ? status : toStatus(status.ConfigurationRecordersStatus?.[0]),
    deliveryChannel: isNoEvidence(channels) ? channels : toChannel(channels.DeliveryChannels?.[0]),
  };
}

const toRecorder = (recorder: ConfigurationRecorder, name: string) => {
  const group = recorder.recordingGroup;
  return {
    name,
    arn: text(recorder.arn),
    roleArn: text(recorder.roleARN),
    strategy: text(group?.recordingStrategy?.useOnly),
    allSupported: group?.allSupported ?? false,
    includeGlobalResourceTypes: group?.includeGlobalResourceTypes ?? false,
    resourceTypes: (group?.resourceTypes ?? []).toSorted(),
    excludedResourceTypes: (group?.exclusionByResourceTypes?.resourceTypes ?? []).toSorted(),
    frequency: text(recorder.recordingMode?.recordingFrequency),
  };
};

const toStatus = (status: ConfigurationRecorderStatus | undefined) =>
  status === undefined
    ? null
    : {
        recording: status.recording ?? false,
        lastStatus: text(status.lastStatus),
        lastError: text(status.lastErrorMessage) ?? text(status.lastErrorCode),
      };

const toChannel = (channel: DeliveryChannel | undefined) =>
  channel === undefined
    ? null
    : {
        name: channel.name ?? 'default',
        bucket: text(channel.s3BucketName),
        topicArn: text(channel.snsTopicARN),
        kmsKeyArn: text(channel.s3KmsKeyArn),
      };
