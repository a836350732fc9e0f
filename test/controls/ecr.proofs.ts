import { type ServiceProofs } from './proof.js';

export const ecrProofs: ServiceProofs = {
  service: 'ecr',
  build: async (world) => {
    const ecr = await world.aws().ecr();
    const arn = (name: string) => `arn:aws:ecr:eu-west-1:${world.accountId}:repository/${name}`;
    await ecr.createRepository({ repositoryName: 'plain' });
    await ecr.createRepository({
      repositoryName: 'team/good',
      imageScanningConfiguration: { scanOnPush: true },
      imageTagMutability: 'IMMUTABLE',
      encryptionConfiguration: { encryptionType: 'KMS' },
    });
    await ecr.putLifecyclePolicy({
      repositoryName: 'team/good',
      lifecyclePolicyText: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            selection: {
              tagStatus: 'untagged',
              countType: 'sinceImagePushed',
              countUnit: 'days',
              countNumber: 14,
            },
            action: { type: 'expire' },
          },
        ],
      }),
    });
    const policy = (Principal: unknown) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Sid: 'pull', Effect: 'Allow', Principal, Action: ['ecr:BatchGetImage'] }],
      });
    await ecr.setRepositoryPolicy({ repositoryName: 'plain', policyText: policy('*') });
    await ecr.setRepositoryPolicy({
      repositoryName: 'team/good',
      policyText: policy({ AWS: `arn:aws:iam::${world.other.accountId}:root` }),
    });
    return { plain: arn('plain'), good: arn('team/good') };
  },
  emulated: {
    ecr_repositories_scan_images_on_push_enabled: { pass: 'good', fail: 'plain' },
    ecr_repositories_lifecycle_policy_enabled: { pass: 'good', fail: 'plain' },
    ecr_repositories_tag_immutability: { pass: 'good', fail: 'plain' },
    ecr_repositories_kms_encryption: { pass: 'good', fail: 'plain' },
    ecr_repositories_not_publicly_accessible: { pass: 'good', fail: 'plain' },
  },
};
