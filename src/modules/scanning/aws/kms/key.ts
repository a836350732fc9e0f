import { type KeyMetadata, type KMS } from '@aws-sdk/client-kms';
import { isNoEvidence, type Part } from '../../domain/part.js';
import { policyPart } from '../../domain/policy/index.js';
import { isRotatable, kmsKey, type KmsKey, type KmsKeyMetadata } from '../../domain/resources/kms/key.js';
import { text, time } from '../fields.js';
import { chunks, mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';

/** What ListKeys and ListAliases give at most. */
const LISTED_AT_ONCE = 1_000;
const ALIASES_AT_ONCE = 100;
/** Each key takes calls of its own: small pages keep results coming. */
const PAGE = 100;
const GONE = 'NotFound';

type Aliases = Part<Map<string, string[]>>;

export const kmsKeyReader = reader(kmsKey, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const kms = await aws.kms();
    let aliases: Aliases | undefined;
    let Marker: string | undefined;
    do {
      const listed = await kms.listKeys({ Limit: LISTED_AT_ONCE, Marker });
      for (const page of chunks(listed.Keys ?? [], PAGE)) {
        aliases ??= await read(() => aliasesOf(kms));
        const named = aliases;
        yield present(
          await mapConcurrent(page, ({ KeyArn }) =>
            KeyArn === undefined ? Promise.resolve(null) : toKey(kms, KeyArn, named, want),
          ),
        );
      }
      Marker = listed.NextMarker;
    } while (Marker);
  },
  describe: async (aws, ref) => {
    const kms = await aws.in(ref.region).kms();
    const aliases = await unlessGone(() => read(() => aliasesOf(kms, ref.arn)), GONE);
    return aliases === null ? null : toKey(kms, ref.arn, aliases, null);
  },
});

/** null: the key is gone since it was listed. */
const toKey = (kms: KMS, arn: string, aliases: Aliases, want: Want): Promise<KmsKey | null> =>
  unlessGone(async () => {
    const id = arn.slice(arn.lastIndexOf('/') + 1);
    // the ARN and not the id: keys of other regions have the same id where they are replicas
    const KeyId = arn;
    const metadata = await read(async () => toMetadata((await kms.describeKey({ KeyId })).KeyMetadata));
    const ofCustomer = <T>(none: T, ask: () => Promise<Part<T>>): Promise<Part<T>> =>
      isNoEvidence(metadata) || metadata.manager === 'CUSTOMER' ? ask() : Promise.resolve(none);
    const parts = await readParts(want, {
      rotation: async () => {
        if (isNoEvidence(metadata)) return metadata;
        return isRotatable(metadata) ? rotationOf(kms, KeyId) : null;
      },
      policy: () =>
        ofCustomer(null, async () => {
          const found = await read(() => kms.getKeyPolicy({ KeyId, PolicyName: 'default' }));
          return isNoEvidence(found) ? found : policyPart(found.Policy);
        }),
      tags: () => ofCustomer({}, () => read(() => tagsOf(kms, KeyId))),
    });
    return {
      ...{ id, arn, metadata },
      aliases: isNoEvidence(aliases) ? aliases : (aliases.get(id) ?? []),
      ...parts,
    };
  }, GONE);

const toMetadata = (key: KeyMetadata | undefined): KmsKeyMetadata => ({
  manager: key?.KeyManager ?? 'CUSTOMER',
  state: key?.KeyState ?? 'unknown',
  spec: key?.KeySpec ?? 'SYMMETRIC_DEFAULT',
  usage: text(key?.KeyUsage),
  origin: key?.Origin ?? 'AWS_KMS',
  multiRegion: text(key?.MultiRegionConfiguration?.MultiRegionKeyType),
  description: text(key?.Description),
  createdAt: time(key?.CreationDate),
  deletionAt: time(key?.DeletionDate),
});

const rotationOf = (kms: KMS, KeyId: string) =>
  read(
    async () => {
      const { KeyRotationEnabled = false, RotationPeriodInDays } = await kms.getKeyRotationStatus({ KeyId });
      return { enabled: KeyRotationEnabled, periodDays: RotationPeriodInDays ?? null };
    },
    // a key that is being made or lost has none
    { absent: ['UnsupportedOperation', 'KMSInvalidState'] },
  );

/** Names of keys by key id; `alias/` is left out. */
async function aliasesOf(kms: KMS, KeyId?: string): Promise<Map<string, string[]>> {
  const aliases = new Map<string, string[]>();
  let Marker: string | undefined;
  do {
    const page = await kms.listAliases({ KeyId, Limit: ALIASES_AT_ONCE, Marker });
    for (const { AliasName, TargetKeyId } of page.Aliases ?? []) {
      if (AliasName === undefined || TargetKeyId === undefined) continue;
      const names = [...(aliases.get(TargetKeyId) ?? []), AliasName.replace(/^alias\//, '')];
      aliases.set(TargetKeyId, names.sort());
    }
    Marker = page.NextMarker;
  } while (Marker);
  return aliases;
}

/** A key has 50 tags at most: never a second page. */
async function tagsOf(kms: KMS, KeyId: string): Promise<Record<string, string>> {
  const { Tags = [] } = await kms.listResourceTags({ KeyId, Limit: 50 });
  return Object.fromEntries(Tags.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]));
}
