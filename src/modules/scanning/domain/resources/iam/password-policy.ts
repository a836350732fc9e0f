import { z } from 'zod';
import { resourceType } from '../../resource-type.js';
import { settingArn } from '../shared.js';

/** The account's rules for passwords of IAM users. */
export const iamPasswordPolicy = resourceType({
  type: 'AWS::IAM::AccountPasswordPolicy',
  service: 'iam',
  schema: z.object({
    /** null: none is set, and AWS's default holds (8 characters, no reuse or expiry rule). */
    policy: z
      .object({
        minimumLength: z.number(),
        requireUppercase: z.boolean(),
        requireLowercase: z.boolean(),
        requireNumbers: z.boolean(),
        requireSymbols: z.boolean(),
        /** null: passwords do not expire. */
        maxAgeDays: z.number().nullable(),
        /** How many former passwords are refused; null: none. */
        reusePrevention: z.number().nullable(),
        hardExpiry: z.boolean(),
        usersMayChange: z.boolean(),
      })
      .nullable(),
  }),
  volatile: [],
  arn: (_policy, at) => settingArn('iam', 'account-password-policy', at),
  name: () => 'account-password-policy',
  tags: () => ({}),
});

export type IamPasswordPolicy = z.infer<typeof iamPasswordPolicy.schema>;
