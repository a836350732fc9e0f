import { type ECR, type Repository } from '@aws-sdk/client-ecr';
import { isNoEvidence, NOT_READ, type Part } from '../../domain/part.js';
import { policyPart } from '../../domain/policy/index.js';
import { ecrRepository, type EcrRepository } from '../../domain/resources/ecr/repository.js';
import { tagMap, text, time } from '../fields.js';
import { chunks, mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';
import { scanningOf, type Scanning } from './scanning.js';

const LISTED_AT_ONCE = 1_000;
/** Each repository takes calls of its own: small pages keep results coming. */
const PAGE = 100;
const GONE = 'RepositoryNotFound';

export const ecrRepositoryReader = reader(ecrRepository, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const ecr = await aws.ecr();
    let nextToken: string | undefined;
    do {
      const listed = await ecr.describeRepositories({ maxResults: LISTED_AT_ONCE, nextToken });
      for (const page of chunks(listed.repositories ?? [], PAGE)) yield await repositoriesOf(ecr, page, want);
      nextToken = listed.nextToken;
    } while (nextToken);
  },
  describe: async (aws, ref) => {
    const ecr = await aws.in(ref.region).ecr();
    // a name may hold slashes: arn:aws:ecr:eu-west-1:123456789012:repository/team/app
    const [, name = ref.name] = /:repository\/(.+)$/.exec(ref.arn) ?? [];
    const found = await unlessGone(() => ecr.describeRepositories({ repositoryNames: [name] }), GONE);
    const [repository] = await repositoriesOf(ecr, found?.repositories ?? [], null);
    return repository ?? null;
  },
});

async function repositoriesOf(ecr: ECR, page: readonly Repository[], want: Want): Promise<EcrRepository[]> {
  const names = page.flatMap(({ repositoryName }) => repositoryName ?? []);
  const asked = want?.has('scanning') ?? true;
  const scanning = asked ? await read(() => scanningOf(ecr, names)) : NOT_READ;
  return present(await mapConcurrent(page, (one) => toRepository(ecr, one, scanning, want)));
}

/** null: the repository is gone since it was listed. */
const toRepository = (
  ecr: ECR,
  one: Repository,
  scanning: Part<Scanning>,
  want: Want,
): Promise<EcrRepository | null> =>
  unlessGone(async () => {
    const { repositoryArn: arn, repositoryName: name } = one;
    if (arn === undefined || name === undefined) return null;
    const parts = await readParts(want, {
      lifecyclePolicy: async () => {
        const found = await read(() => ecr.getLifecyclePolicy({ repositoryName: name }), {
          absent: 'LifecyclePolicyNotFound',
        });
        return isNoEvidence(found) ? found : text(found?.lifecyclePolicyText);
      },
      policy: async () => {
        const found = await read(() => ecr.getRepositoryPolicy({ repositoryName: name }), {
          absent: 'RepositoryPolicyNotFound',
        });
        return isNoEvidence(found) ? found : policyPart(found?.policyText);
      },
      tags: () => read(async () => tagMap((await ecr.listTagsForResource({ resourceArn: arn })).tags)),
    });
    return {
      arn,
      name,
      uri: text(one.repositoryUri),
      createdAt: time(one.createdAt),
      tagMutability: text(one.imageTagMutability) ?? 'MUTABLE',
      tagExclusions: (one.imageTagMutabilityExclusionFilters ?? [])
        .flatMap(({ filter }) => filter ?? [])
        .toSorted(),
      scanOnPush: one.imageScanningConfiguration?.scanOnPush ?? false,
      encryption: text(one.encryptionConfiguration?.encryptionType) ?? 'AES256',
      kmsKeyArn: text(one.encryptionConfiguration?.kmsKey),
      scanning: isNoEvidence(scanning) ? scanning : (scanning.get(name) ?? null),
      ...parts,
    };
  }, GONE);
