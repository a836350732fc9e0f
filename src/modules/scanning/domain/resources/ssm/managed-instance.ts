import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, isoTime } from '../shared.js';

const complianceSummary = z.object({
  /** `COMPLIANT` or `NON_COMPLIANT`. */
  status: z.string(),
  /** Of what is not compliant, the worst. */
  severity: z.string().nullable(),
  compliant: z.number(),
  nonCompliant: z.number(),
});
export type ComplianceSummary = z.infer<typeof complianceSummary>;

/** Patches by what came of them, as of the last operation. */
const patchState = z.object({
  baselineId: z.string().nullable(),
  patchGroup: z.string().nullable(),
  /** `Scan` or `Install`. */
  operation: z.string().nullable(),
  operationAt: isoTime.nullable(),
  /** Left out: read before this was kept. */
  installed: z.number().optional(),
  missing: z.number(),
  failed: z.number(),
  pendingReboot: z.number(),
  installedRejected: z.number(),
  criticalNonCompliant: z.number(),
  securityNonCompliant: z.number(),
  otherNonCompliant: z.number(),
});
export type PatchState = z.infer<typeof patchState>;

/** A machine that Systems Manager manages: an EC2 instance or one elsewhere. */
export const ssmManagedInstance = resourceType({
  type: 'AWS::SSM::ManagedInstance',
  service: 'ssm',
  schema: z.object({
    /** `i-…` in EC2, `mi-…` elsewhere. */
    id: z.string(),
    computerName: z.string().nullable(),
    name: z.string().nullable(),
    /** `EC2Instance` or `ManagedInstance`. */
    resourceType: z.string().nullable(),
    platformType: z.string().nullable(),
    platformName: z.string().nullable(),
    platformVersion: z.string().nullable(),
    agentVersion: z.string().nullable(),
    isLatestAgent: z.boolean().nullable(),
    /** `Online` or `ConnectionLost`. */
    pingStatus: z.string().nullable(),
    lastPingAt: isoTime.nullable(),
    iamRole: z.string().nullable(),
    ipAddress: z.string().nullable(),
    /** null where Systems Manager has nothing of the kind about it. */
    compliance: part(
      z.object({
        patch: complianceSummary.nullable(),
        association: complianceSummary.nullable(),
      }),
    ),
    patchState: part(patchState.nullable()),
  }),
  // what is missing, and what is the latest, moves with what is published and scanned
  volatile: ['lastPingAt', 'ipAddress', 'pingStatus', 'isLatestAgent', 'compliance', 'patchState'],
  arn: (instance, at) =>
    `arn:${at.partition}:ssm:${at.region}:${at.accountId}:managed-instance/${instance.id}`,
  name: (instance) => instance.name ?? instance.computerName ?? instance.id,
  tags: () => ({}),
  relates: ({ id }, at) => (id.startsWith('i-') ? [ec2Arn('instance', id, at)] : []),
});

export type SsmManagedInstance = z.infer<typeof ssmManagedInstance.schema>;
