import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime } from '../shared.js';

/** Who holds a policy, by name. */
const entities = z.object({
  users: z.array(z.string()),
  groups: z.array(z.string()),
  roles: z.array(z.string()),
});

/** The root user, with what is kept once for the whole account. */
export const iamRoot = resourceType({
  type: 'AWS::IAM::Root',
  service: 'iam',
  schema: z.object({
    arn: z.string(),
    summary: part(
      z.object({
        /** null: AWS does not say; false: an organization took the root user's password away. */
        passwordPresent: z.boolean().nullable(),
        accessKeysPresent: z.boolean(),
        signingCertificatesPresent: z.boolean(),
        mfaEnabled: z.boolean(),
      }),
    ),
    /** Serial numbers of the root user's own; hardware and passkeys are in no list. */
    virtualMfaDevices: part(z.array(z.string())),
    /** By the credential report; null: it has no line of the root user. */
    lastUse: part(
      z
        .object({
          passwordLastUsed: isoTime.nullable(),
          accessKey1LastUsed: isoTime.nullable(),
          accessKey2LastUsed: isoTime.nullable(),
        })
        .nullable(),
    ),
    /** Who has AWSSupportAccess; null: the partition has no such policy. */
    supportAccess: part(entities.nullable()),
    /** Who has AWSCloudShellFullAccess; null: the partition has no such policy. */
    cloudShellFullAccess: part(entities.nullable()),
  }),
  volatile: ['lastUse'],
  arn: (root) => root.arn,
  name: () => 'root',
  tags: () => ({}),
});

export type IamRoot = z.infer<typeof iamRoot.schema>;
export type PolicyEntities = z.infer<typeof entities>;
