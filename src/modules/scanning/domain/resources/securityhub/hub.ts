import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';

const standard = z.object({
  /** `arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0`. */
  arn: z.string(),
  /** `PENDING`, `READY`, `FAILED`, `DELETING` or `INCOMPLETE`. */
  status: z.string(),
  statusReason: z.string().nullable(),
});
export type SecurityStandard = z.infer<typeof standard>;

/** Security Hub in a region: there is one in each, also where nobody enabled it. */
export const securityHub = resourceType({
  type: 'AWS::SecurityHub::Hub',
  service: 'securityhub',
  schema: z.object({
    enabled: part(z.boolean()),
    subscribedAt: z.string().nullable(),
    autoEnableControls: z.boolean().nullable(),
    /** Enabled ones; none where Security Hub is off. */
    standards: part(z.array(standard)),
  }),
  volatile: ['standards.status', 'standards.statusReason'],
  // AWS's own ARN of the one hub that a region can have
  arn: (_hub, at) => `arn:${at.partition}:securityhub:${at.region}:${at.accountId}:hub/default`,
  name: () => 'default',
  tags: () => ({}),
});

export type SecurityHub = z.infer<typeof securityHub.schema>;
