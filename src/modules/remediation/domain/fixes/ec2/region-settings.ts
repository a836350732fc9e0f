import { z } from 'zod';
import { call, type Call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';

/** ebs/latest/userguide/encryption-by-default.html: of one region, for what is made from now on. */
export const encryptByDefault = fix({
  controls: ['ec2_ebs_default_encryption'],
  type: 'AWS::EC2::EbsEncryptionByDefault',
  title: 'Encrypt new EBS volumes of the region by default',
  reads: {
    now: read(
      'ec2',
      'GetEbsEncryptionByDefault',
      z.object({ EbsEncryptionByDefault: z.boolean() }),
      () => ({}),
    ),
  },
  actions: ['ec2:EnableEbsEncryptionByDefault', 'ec2:DisableEbsEncryptionByDefault'],
  plan: ({ target: { region }, state: { now } }) =>
    now.EbsEncryptionByDefault
      ? nothing('It is on')
      : change(
          [
            `New volumes and snapshot copies of ${region} will be encrypted with the default key of EBS; those that exist stay as they are`,
            'Instance types of old generations, which take no encrypted volumes, can no longer be launched',
          ],
          [call('ec2', 'EnableEbsEncryptionByDefault', {})],
        ),
  restore: ({ before: { now } }) =>
    now.EbsEncryptionByDefault ? [] : [call('ec2', 'DisableEbsEncryptionByDefault', {})],
});

const tokens = (HttpTokens: string): Call => call('ec2', 'ModifyInstanceMetadataDefaults', { HttpTokens });

/** AWSEC2/latest/APIReference/API_ModifyInstanceMetadataDefaults.html: what is not named stays as it is. */
export const requireImdsv2ByDefault = fix({
  controls: ['ec2_instance_account_imdsv2_enabled'],
  type: 'AWS::EC2::InstanceMetadataDefaults',
  title: 'Require IMDSv2 of new instances of the region by default',
  reads: {
    defaults: read(
      'ec2',
      'GetInstanceMetadataDefaults',
      z.object({
        AccountLevel: z
          .object({ HttpTokens: z.string().optional(), ManagedBy: z.string().optional() })
          .default({}),
      }),
      () => ({}),
    ),
  },
  actions: ['ec2:ModifyInstanceMetadataDefaults'],
  plan: ({ target: { region }, state: { defaults } }) => {
    const { HttpTokens, ManagedBy } = defaults.AccountLevel;
    if (HttpTokens === 'required') return nothing('It is required');
    if (ManagedBy === 'declarative-policy') {
      return refuse("The organization's declarative policy sets it: change the policy");
    }
    return change(
      [
        `New instances of ${region} whose launch does not say otherwise will answer IMDSv2 only; those that exist stay as they are`,
        'Images with SDKs or agents that know IMDSv1 alone get no credentials on them',
      ],
      [tokens('required')],
    );
  },
  // where nobody had chosen AWS leaves the field out, and takes this word for it
  restore: ({ before: { defaults } }) => [tokens(defaults.AccountLevel.HttpTokens ?? 'no-preference')],
});
