import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse, type Target } from '../../fix.js';
import { nameAfter } from '../names.js';
import { withoutPublic } from '../without-public.js';

const REPOSITORY = 'AWS::ECR::Repository';

const named = (target: Target) => ({
  registryId: target.accountId,
  repositoryName: nameAfter(':repository/', target),
});

const repositoryRead = read(
  'ecr',
  'DescribeRepositories',
  z.object({
    repositories: z.tuple([
      z.object({
        imageScanningConfiguration: z.object({ scanOnPush: z.boolean().optional() }).optional(),
        imageTagMutability: z.string().optional(),
        imageTagMutabilityExclusionFilters: z.array(z.looseObject({ filter: z.string() })).optional(),
      }),
    ]),
  }),
  (target) => ({ registryId: target.accountId, repositoryNames: [named(target).repositoryName] }),
);

/** docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html */
export const scanOnPush = fix({
  controls: ['ecr_repositories_scan_images_on_push_enabled'],
  type: REPOSITORY,
  title: 'Scan images when they are pushed',
  reads: {
    repository: repositoryRead,
    registry: read(
      'ecr',
      'GetRegistryScanningConfiguration',
      z.object({ scanningConfiguration: z.object({ scanType: z.string().optional() }).optional() }),
      () => ({}),
      { isContext: true },
    ),
  },
  actions: ['ecr:PutImageScanningConfiguration'],
  plan: ({ target, state: { repository, registry } }) => {
    if (registry.scanningConfiguration?.scanType === 'ENHANCED') {
      return refuse(
        'The registry scans with Inspector, by its own rules: add a rule for the repository there (PutRegistryScanningConfiguration)',
      );
    }
    const [{ imageScanningConfiguration: now }] = repository.repositories;
    if (now?.scanOnPush === true) return nothing('Images are scanned');
    return change('Each image will be scanned when it is pushed', [scanning(target, true)]);
  },
  restore: ({ target, before: { repository } }) => [
    scanning(target, repository.repositories[0].imageScanningConfiguration?.scanOnPush ?? false),
  ],
});

const scanning = (target: Target, on: boolean) =>
  call('ecr', 'PutImageScanningConfiguration', {
    ...named(target),
    imageScanningConfiguration: { scanOnPush: on },
  });

/** docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
export const fixTags = fix({
  controls: ['ecr_repositories_tag_immutability'],
  type: REPOSITORY,
  title: 'Keep tags on the images that they were put on',
  settings: z.strictObject({
    /** Tags that may move on: `latest`, `dev-*`. */
    exceptTags: z
      .array(z.string().regex(/^(?!\*+$)[0-9a-zA-Z._*-]{1,128}$/))
      .max(5)
      .default([]),
  }),
  reads: { repository: repositoryRead },
  actions: ['ecr:PutImageTagMutability'],
  plan: ({ target, state: { repository }, settings: { exceptTags } }) => {
    const [{ imageTagMutability: now = 'MUTABLE', imageTagMutabilityExclusionFilters: filters = [] }] =
      repository.repositories;
    const all = filters.some(({ filter }) => /^\*+$/.test(filter));
    if (now === 'IMMUTABLE' || (now === 'IMMUTABLE_WITH_EXCLUSION' && !all)) return nothing('Tags stay');
    const except = exceptTags.map((filter) => ({ filterType: 'WILDCARD', filter }));
    return change(
      [
        `Tags will be immutable${except.length === 0 ? '' : ` but for ${exceptTags.join(', ')}`} (now: ${now})`,
        'A push under a tag that is there is refused: who pushes :latest needs another way',
      ],
      [mutability(target, except.length === 0 ? 'IMMUTABLE' : 'IMMUTABLE_WITH_EXCLUSION', except)],
    );
  },
  restore: ({ target, before: { repository } }) => {
    const [{ imageTagMutability = 'MUTABLE', imageTagMutabilityExclusionFilters }] = repository.repositories;
    return [mutability(target, imageTagMutability, imageTagMutabilityExclusionFilters)];
  },
});

const mutability = (target: Target, imageTagMutability: string, filters: readonly object[] = []) =>
  call('ecr', 'PutImageTagMutability', {
    ...{ ...named(target), imageTagMutability },
    ...(filters.length === 0 ? {} : { imageTagMutabilityExclusionFilters: filters }),
  });

export const closeRepository = fix({
  controls: ['ecr_repositories_not_publicly_accessible'],
  type: REPOSITORY,
  title: 'Take statements for everybody out of the repository’s policy',
  reads: {
    policy: read('ecr', 'GetRepositoryPolicy', z.object({ policyText: z.string() }), named, {
      absent: 'RepositoryPolicyNotFound',
    }),
  },
  actions: ['ecr:SetRepositoryPolicy', 'ecr:DeleteRepositoryPolicy'],
  plan: ({ target, state: { policy }, evidence }) =>
    withoutPublic(policy?.policyText, evidence['publicStatements'], (rest) =>
      rest === null
        ? call('ecr', 'DeleteRepositoryPolicy', named(target), { done: ['RepositoryPolicyNotFound'] })
        : call('ecr', 'SetRepositoryPolicy', { ...named(target), policyText: rest }),
    ),
  restore: ({ target, before: { policy } }) =>
    policy === null
      ? []
      : [call('ecr', 'SetRepositoryPolicy', { ...named(target), policyText: policy.policyText })],
});
