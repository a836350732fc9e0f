import { describe, expect, it, jest } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type EcrRepository } from '../../domain/resources/ecr/repository.js';
import { ecrRepositoryReader } from './repository.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const repository = (name: string) => ({
  repositoryArn: `arn:aws:ecr:eu-west-1:123456789012:repository/${name}`,
  repositoryName: name,
  imageTagMutability: 'MUTABLE',
  imageScanningConfiguration: { scanOnPush: false },
  encryptionConfiguration: { encryptionType: 'AES256' },
});
const registry = { scanningConfiguration: { scanType: 'ENHANCED', rules: [] } };
const scanned = ({ repositoryNames }: { repositoryNames: string[] }) => ({
  scanningConfigurations: repositoryNames.map((repositoryName) => ({
    repositoryName,
    scanOnPush: false,
    scanFrequency: 'CONTINUOUS_SCAN',
    appliedScanFilters: [],
  })),
});
const parts = {
  getRegistryScanningConfiguration: registry,
  batchGetRepositoryScanningConfiguration: scanned,
  getLifecyclePolicy: sdkError('LifecyclePolicyNotFoundException'),
  getRepositoryPolicy: sdkError('RepositoryPolicyNotFoundException'),
  listTagsForResource: { tags: [] },
};

async function list(ecr: Record<string, object>): Promise<EcrRepository[]> {
  const found = [];
  for await (const { configurations } of ecrRepositoryReader.list(documentedAws({ ecr }), place))
    found.push(...(configurations as EcrRepository[]));
  return found;
}

describe('ecrRepositoryReader', () => {
  it('asks once in a region without repositories', async () => {
    const describeRepositories = jest.fn(() => ({ repositories: [] }));
    expect(await list({ describeRepositories })).toEqual([]);
    expect(describeRepositories).toHaveBeenCalledTimes(1);
  });

  it('reads what is not there as none, and how each is scanned in batches of 25', async () => {
    const batch = jest.fn(scanned);
    const repositories = Array.from({ length: 30 }, (_, i) => repository(`app-${i}`));
    const found = await list({
      ...parts,
      describeRepositories: { repositories },
      batchGetRepositoryScanningConfiguration: batch,
    });
    expect(found).toHaveLength(30);
    expect(found[29]).toMatchObject({
      lifecyclePolicy: null,
      policy: null,
      tags: {},
      scanning: { registry: 'ENHANCED', frequency: 'CONTINUOUS_SCAN' },
    });
    expect(batch.mock.calls.map(([{ repositoryNames }]) => repositoryNames.length)).toEqual([25, 5]);
  });

  it('leaves out a repository that was deleted since the listing', async () => {
    const listTagsForResource = ({ resourceArn }: { resourceArn: string }) => {
      if (resourceArn.endsWith('gone')) throw sdkError('RepositoryNotFoundException');
      return { tags: [] };
    };
    const describeRepositories = { repositories: [repository('gone'), repository('here')] };
    const found = await list({ ...parts, describeRepositories, listTagsForResource });
    expect(found.map(({ name }) => name)).toEqual(['here']);
  });

  it('keeps repositories of which nothing more may be read', async () => {
    const denied = sdkError('AccessDeniedException');
    const found = await list({
      describeRepositories: { repositories: [repository('a')] },
      getRegistryScanningConfiguration: denied,
      getLifecyclePolicy: denied,
      getRepositoryPolicy: denied,
      listTagsForResource: denied,
    });
    const missing = { noEvidence: 'denied' };
    expect(found).toMatchObject([
      { scanning: missing, lifecyclePolicy: missing, policy: missing, tags: missing },
    ]);
  });

  it('describes one whose name holds a slash, and says when it is gone', async () => {
    const ref = { arn: repository('team/app').repositoryArn, name: 'team/app', region: 'eu-west-1' };
    const describeRepositories = ({ repositoryNames }: { repositoryNames: string[] }) => ({
      repositories: repositoryNames.map(repository),
    });
    const ask = (ecr: Record<string, object>) => ecrRepositoryReader.describe(documentedAws({ ecr }), ref);
    expect(await ask({ ...parts, describeRepositories })).toMatchObject({ name: 'team/app' });
    expect(await ask({ describeRepositories: sdkError('RepositoryNotFoundException') })).toBeNull();
  });
});
