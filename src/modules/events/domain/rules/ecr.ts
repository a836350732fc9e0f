import { all, alongWith, changed, created, deleted, each, kind, nothing, rules } from '../rule.js';

const repositoryAt = kind('AWS::ECR::Repository', 'arn:{partition}:ecr:{region}:{account}:repository/{}');
const repository = repositoryAt('response.repository.repositoryArn|request.repositoryName');
const repositoryChanged = changed(repository);
const tagged = changed(repositoryAt('request.resourceArn'));
/** The registry's own settings have no ARN; how images are scanned shows in each repository. */
const registryChanged = alongWith(changed(), all('AWS::ECR::Repository', 'region'));

const REGISTRY = [
  ...['PutRegistryPolicy', 'DeleteRegistryPolicy', 'PutReplicationConfiguration'],
  ...['PutSigningConfiguration', 'DeleteSigningConfiguration'],
  ...['RegisterPullTimeUpdateExclusion', 'DeregisterPullTimeUpdateExclusion'],
  ...['PullThroughCacheRule', 'RepositoryCreationTemplate'].flatMap((of) => [
    ...[`Create${of}`, `Update${of}`, `Delete${of}`],
  ]),
];
/** `PolicyExecutionEvent` is of a lifecycle policy, which deletes images. */
const IMAGES = [
  ...['PutImage', 'BatchDeleteImage', 'UpdateImageStorageClass', 'PolicyExecutionEvent'],
  ...['InitiateLayerUpload', 'UploadLayerPart', 'CompleteLayerUpload', 'BatchCheckLayerAvailability'],
];

/** ECR (service-authorization/latest/reference/list_amazonelasticcontainerregistry.html). */
export const ecrRules = [
  rules('ecr.amazonaws.com', {
    CreateRepository: created(repository),
    DeleteRepository: deleted(repository),
    SetRepositoryPolicy: repositoryChanged,
    DeleteRepositoryPolicy: repositoryChanged,
    PutLifecyclePolicy: repositoryChanged,
    DeleteLifecyclePolicy: repositoryChanged,
    PutImageScanningConfiguration: repositoryChanged,
    PutImageTagMutability: repositoryChanged,
    TagResource: tagged,
    UntagResource: tagged,
    PutRegistryScanningConfiguration: registryChanged,
    PutAccountSetting: registryChanged,
    ...each(REGISTRY, nothing('the registry')),
    ...each(IMAGES, nothing('images')),
    ...each(['StartImageScan', 'StartLifecyclePolicyPreview'], nothing('a job')),
    ...each(['StartReplicationBackfill', 'StopReplicationBackfill'], nothing('a job')),
  }),
];
