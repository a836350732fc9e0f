import { control, fail, pass } from '../../control.js';
import { publicStatements } from '../../policy/index.js';
import { ecrRepository } from '../../resources/ecr/repository.js';

export const kmsEncryption = control({
  id: 'ecr_repositories_kms_encryption',
  on: ecrRepository,
  severity: 'low',
  class: 'security',
  title: 'ECR repository is not encrypted with a KMS key',
  risk: 'Nobody can withdraw or watch the key that the images are encrypted with.',
  remediation: {
    text: 'Make a new repository with KMS encryption and copy the images: the kind of encryption cannot be changed.',
    steps: [
      'ecr CreateRepository with encryptionType KMS and the key',
      'push the images there, delete the old',
    ],
    url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html',
  },
  needs: [],
  // KMS_DSSE: two layers of it
  decide: ({ encryption, kmsKeyArn }) =>
    encryption.startsWith('KMS') ? pass({ encryption, kmsKeyArn }) : fail({ encryption, kmsKeyArn }),
});

export const notPubliclyAccessible = control({
  id: 'ecr_repositories_not_publicly_accessible',
  on: ecrRepository,
  severity: 'critical',
  class: 'security',
  title: 'ECR repository lets in anybody',
  risk: 'Any AWS account can pull the images with what they hold, or push one that is then deployed.',
  remediation: {
    text: 'Name the accounts that need the repository, or tie the statement to the organization.',
    steps: ['ecr SetRepositoryPolicy without the statements that are named here'],
    url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
  },
  needs: ['policy'],
  decide: ({ policy }) => {
    if (policy === null) return pass({ policy: null });
    const open = publicStatements(policy);
    return open.length === 0
      ? pass({ statements: policy.statements.length })
      : fail({ publicStatements: open });
  },
});
