import { isNoEvidence } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { configRecorder, type ConfigRecording } from './recording.js';

export const configConfigurationRecorder = resourceType({
  type: 'AWS::Config::ConfigurationRecorder',
  service: 'config',
  schema: configRecorder,
  volatile: ['status.lastStatus', 'status.lastError'],
  arn: (recorder, at) =>
    recorder.arn ??
    `arn:${at.partition}:config:${at.region}:${at.accountId}:configuration-recorder/${recorder.name}`,
  name: (recorder) => recorder.name,
  tags: () => ({}),
  relates: ({ roleArn, deliveryChannel }, at) => [
    ...(roleArn === null ? [] : [roleArn]),
    ...(isNoEvidence(deliveryChannel) || deliveryChannel?.bucket == null
      ? []
      : [`arn:${at.partition}:s3:::${deliveryChannel.bucket}`]),
  ],
});

/** The recorders that a region's setting tells of; no evidence where they could not be read. */
export const recordersOf = ({ recorder }: ConfigRecording) =>
  isNoEvidence(recorder) ? recorder : recorder === null ? [] : [recorder];
