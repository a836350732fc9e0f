import { type Aws } from '../../../../platform/aws/index.js';
import {
  ec2EbsEncryptionByDefault,
  type Ec2EbsEncryptionByDefault,
  ec2InstanceMetadataDefaults,
  type Ec2InstanceMetadataDefaults,
  ec2SnapshotBlockPublicAccess,
  type Ec2SnapshotBlockPublicAccess,
} from '../../domain/resources/ec2/region-settings.js';
import { type ResourceType } from '../../domain/resource-type.js';
import { text } from '../fields.js';
import { read, type Reader, reader, readParts, type Want } from '../reader.js';

/** Every region has the setting, whether anybody chose it or not: there is always one, and never none. */
const settingReader = <C>(type: ResourceType<C>, readSetting: (aws: Aws, want: Want) => Promise<C>): Reader =>
  reader(type, {
    scope: 'region',
    list: async function* (aws, _place, want) {
      yield [await readSetting(aws, want)];
    },
    describe: (aws, ref) => readSetting(aws.in(ref.region), null),
  });

export const ec2EbsEncryptionByDefaultReader = settingReader(
  ec2EbsEncryptionByDefault,
  async (aws, want): Promise<Ec2EbsEncryptionByDefault> => {
    const ec2 = await aws.ec2();
    return readParts(want, {
      enabled: () =>
        read(async () => (await ec2.getEbsEncryptionByDefault({})).EbsEncryptionByDefault ?? false),
      defaultKmsKeyId: () => read(async () => text((await ec2.getEbsDefaultKmsKeyId({})).KmsKeyId)),
    });
  },
);

export const ec2SnapshotBlockPublicAccessReader = settingReader(
  ec2SnapshotBlockPublicAccess,
  async (aws, want): Promise<Ec2SnapshotBlockPublicAccess> => {
    const ec2 = await aws.ec2();
    return readParts(want, {
      sharing: () =>
        read(async () => {
          const { State, ManagedBy } = await ec2.getSnapshotBlockPublicAccessState({});
          return { state: text(State) ?? 'unknown', managedBy: text(ManagedBy) };
        }),
    });
  },
);

export const ec2InstanceMetadataDefaultsReader = settingReader(
  ec2InstanceMetadataDefaults,
  async (aws, want): Promise<Ec2InstanceMetadataDefaults> => {
    const ec2 = await aws.ec2();
    return readParts(want, {
      defaults: () =>
        read(async () => {
          const { AccountLevel } = await ec2.getInstanceMetadataDefaults({});
          return {
            httpTokens: preference(AccountLevel?.HttpTokens),
            // -1 says no preference, as the word does for the others
            httpPutResponseHopLimit: positive(AccountLevel?.HttpPutResponseHopLimit),
            httpEndpoint: preference(AccountLevel?.HttpEndpoint),
            instanceMetadataTags: preference(AccountLevel?.InstanceMetadataTags),
            managedBy: text(AccountLevel?.ManagedBy),
          };
        }),
    });
  },
);

const preference = (value: string | undefined): string | null =>
  value === 'no-preference' ? null : text(value);

const positive = (value: number | undefined): number | null =>
  value === undefined || value < 0 ? null : value;
