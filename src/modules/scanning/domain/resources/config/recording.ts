import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { settingArn } from '../shared.js';

/** A recorder as a region's setting shows it; a resource of its own too (configuration-recorder). */
export const configRecorder = z.object({
  name: z.string(),
  /** null: AWS gave none (older answers). */
  arn: z.string().nullable(),
  roleArn: z.string().nullable(),
  /** `ALL_SUPPORTED_RESOURCE_TYPES`, `EXCLUSION_BY_RESOURCE_TYPES`, `INCLUSION_BY_RESOURCE_TYPES`; null: not given. */
  strategy: z.string().nullable(),
  allSupported: z.boolean(),
  /** IAM's types, which are the same in every region. Means something with allSupported alone. */
  includeGlobalResourceTypes: z.boolean(),
  resourceTypes: z.array(z.string()),
  excludedResourceTypes: z.array(z.string()),
  /** `CONTINUOUS` or `DAILY`. */
  frequency: z.string().nullable(),
  status: part(
    z
      .object({
        recording: z.boolean(),
        /** `Pending`, `Success`, `Failure` or `NotApplicable`: of the last delivery. */
        lastStatus: z.string().nullable(),
        lastError: z.string().nullable(),
      })
      .nullable(),
  ),
  deliveryChannel: part(
    z
      .object({
        name: z.string(),
        bucket: z.string().nullable(),
        topicArn: z.string().nullable(),
        kmsKeyArn: z.string().nullable(),
      })
      .nullable(),
  ),
});
export type ConfigRecorder = z.infer<typeof configRecorder>;

/** Whether AWS Config records in a region: there is one such setting in each, also where nobody set it up. */
export const configRecording = resourceType({
  type: 'AWS::Config::Recording',
  service: 'config',
  schema: z.object({
    /** The customer managed recorder, of which a region has one at most. */
    recorder: part(configRecorder.nullable()),
  }),
  volatile: ['recorder.status.lastStatus', 'recorder.status.lastError'],
  arn: (_recording, at) => settingArn('config', 'configuration-recording', at),
  name: () => 'AWS Config recording',
  tags: () => ({}),
});

export type ConfigRecording = z.infer<typeof configRecording.schema>;
