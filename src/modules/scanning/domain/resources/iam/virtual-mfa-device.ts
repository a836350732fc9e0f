import { z } from 'zod';
import { resourceType } from '../../resource-type.js';
import { isoTime } from '../shared.js';

/** Its tags cost a call for each device and decide nothing: they are not read. */
export const iamVirtualMfaDevice = resourceType({
  type: 'AWS::IAM::VirtualMFADevice',
  service: 'iam',
  schema: z.object({
    /** An ARN. */
    serialNumber: z.string(),
    /** null: assigned to nobody. A user's, or the root user's (`arn:aws:iam::123456789012:root`). */
    userArn: z.string().nullable(),
    enabledAt: isoTime.nullable(),
  }),
  volatile: [],
  arn: (device) => device.serialNumber,
  name: ({ serialNumber }) => serialNumber.slice(serialNumber.lastIndexOf('/') + 1),
  tags: () => ({}),
  relates: ({ userArn }) => (userArn === null ? [] : [userArn]),
});

export type IamVirtualMfaDevice = z.infer<typeof iamVirtualMfaDevice.schema>;
