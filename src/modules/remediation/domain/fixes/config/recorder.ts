import { z } from 'zod';
import { at, call } from '../../call.js';
import { change, fix, type FixPlan, nothing, read, refuse } from '../../fix.js';

const group = z.object({
  allSupported: z.boolean().optional(),
  includeGlobalResourceTypes: z.boolean().optional(),
  resourceTypes: z.array(z.string()).optional(),
  exclusionByResourceTypes: z.object({ resourceTypes: z.array(z.string()).optional() }).optional(),
  recordingStrategy: z.object({ useOnly: z.string().optional() }).optional(),
});
type Group = z.infer<typeof group>;
const recorder = z.object({
  name: z.string(),
  roleARN: z.string().optional(),
  recordingGroup: group.optional(),
  recordingMode: z.looseObject({}).optional(),
});
type Recorder = z.infer<typeof recorder>;

const NAME = 'default';
/** AWS records IAM's types beside, as often as it is asked to: select-resources.html. */
const ALL: Group = {
  allSupported: true,
  includeGlobalResourceTypes: false,
  recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
};

/** docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html; a region has one recorder at most. */
export const recordAll = fix({
  controls: ['config_recorder_all_regions_enabled'],
  type: 'AWS::Config::Recording',
  title: 'Record all resources of the region with AWS Config',
  settings: z.strictObject({
    /** Where there is no recorder: the bucket for the history, whose policy lets config.amazonaws.com write. */
    bucket: z.string().min(3).optional(),
    /** The recorder's role. Left out: the service-linked one, which has to be there. */
    roleArn: z
      .string()
      .regex(/^arn:[^:]+:iam::\d{12}:role\//)
      .optional(),
  }),
  reads: {
    recorders: read(
      'config',
      'DescribeConfigurationRecorders',
      z.object({ ConfigurationRecorders: z.array(recorder).default([]) }),
      () => ({}),
    ),
    status: read(
      'config',
      'DescribeConfigurationRecorderStatus',
      z.object({
        ConfigurationRecordersStatus: z.array(z.object({ recording: z.boolean().optional() })).default([]),
      }),
      () => ({}),
    ),
    channels: read(
      'config',
      'DescribeDeliveryChannels',
      z.object({ DeliveryChannels: z.array(z.looseObject({ name: z.string() })).default([]) }),
      () => ({}),
    ),
  },
  actions: [
    ...['config:PutConfigurationRecorder', 'config:PutDeliveryChannel', 'config:StartConfigurationRecorder'],
    ...['config:StopConfigurationRecorder', 'config:DeleteConfigurationRecorder'],
    // the recorder's role is handed to AWS Config
    ...['config:DeleteDeliveryChannel', 'iam:PassRole'],
  ],
  plan: ({ target: { accountId, partition }, state, evidence, settings: { bucket, roleArn } }): FixPlan => {
    const [found] = state.recorders.ConfigurationRecorders;
    const recording = state.status.ConfigurationRecordersStatus[0]?.recording === true;
    const [channel] = state.channels.DeliveryChannels;
    const isWhole = found !== undefined && recordsAll(found);
    if (isWhole && recording && channel !== undefined) {
      return /failure/i.test(String(at(evidence, 'status.lastStatus')))
        ? refuse('It records, and AWS Config cannot deliver: see the bucket’s policy and the recorder’s role')
        : nothing('It records all types');
    }
    if (channel === undefined && bucket === undefined)
      return refuse('Nothing is delivered anywhere: set bucket, for the history of configurations');
    const linked = `arn:${partition}:iam::${accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
    const made = { ...(found ?? { name: NAME, roleARN: roleArn ?? linked }), recordingGroup: allOf(found) };
    return change(
      [
        ...(isWhole
          ? []
          : [`${found === undefined ? 'A recorder' : found.name} will record all types of the region`]),
        ...(channel === undefined ? [`The history goes to ${bucket ?? ''}`] : []),
        ...(recording ? [] : ['Recording will be on; AWS charges for each configuration that it records']),
      ],
      [
        ...(isWhole ? [] : [putRecorder(made)]),
        ...(channel === undefined
          ? [
              call('config', 'PutDeliveryChannel', {
                DeliveryChannel: { name: NAME, s3BucketName: bucket ?? '' },
              }),
            ]
          : []),
        call('config', 'StartConfigurationRecorder', { ConfigurationRecorderName: made.name }),
      ],
    );
  },
  restore: ({ before: { recorders, status, channels } }) => {
    const [found] = recorders.ConfigurationRecorders;
    const name = { ConfigurationRecorderName: found?.name ?? NAME };
    const recorded = status.ConfigurationRecordersStatus[0]?.recording === true;
    const gone = { done: ['NoSuchConfigurationRecorder', 'NoSuchDeliveryChannel'] };
    return [
      // a channel can be deleted only while nothing records
      ...(recorded ? [] : [call('config', 'StopConfigurationRecorder', name, gone)]),
      ...(channels.DeliveryChannels.length > 0
        ? []
        : [call('config', 'DeleteDeliveryChannel', { DeliveryChannelName: NAME }, gone)]),
      found === undefined ? call('config', 'DeleteConfigurationRecorder', name, gone) : putRecorder(found),
    ];
  },
});

/** IAM's types are the same in every region, and recorded in one: the others may leave them out. */
const GLOBAL_TYPES = ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User'];

function recordsAll({ recordingGroup: now }: Recorder): boolean {
  const strategy = now?.recordingStrategy?.useOnly;
  if (now?.allSupported === true || strategy === 'ALL_SUPPORTED_RESOURCE_TYPES') return true;
  const excluded = now?.exclusionByResourceTypes?.resourceTypes ?? [];
  return strategy === 'EXCLUSION_BY_RESOURCE_TYPES' && excluded.every((type) => GLOBAL_TYPES.includes(type));
}

/** IAM's types stay recorded where they were. */
const allOf = (now: Recorder | undefined): Group => ({
  ...ALL,
  includeGlobalResourceTypes: now?.recordingGroup?.includeGlobalResourceTypes ?? false,
});

const putRecorder = ({ recordingGroup, ...rest }: Recorder) =>
  call('config', 'PutConfigurationRecorder', {
    ConfigurationRecorder: {
      ...rest,
      ...(recordingGroup === undefined ? {} : { recordingGroup: withoutEmpty(recordingGroup) }),
    },
  });

/** Answers hold empty lists for the strategies that are not used, which a request must not name. */
function withoutEmpty({ resourceTypes = [], exclusionByResourceTypes: excluded, ...rest }: Group): Group {
  return {
    ...rest,
    ...(resourceTypes.length === 0 ? {} : { resourceTypes }),
    ...((excluded?.resourceTypes ?? []).length === 0 ? {} : { exclusionByResourceTypes: excluded }),
  };
}
