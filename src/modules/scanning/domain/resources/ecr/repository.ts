import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { policyDocument } from '../../policy/index.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';

export const ecrRepository = resourceType({
  type: 'AWS::ECR::Repository',
  service: 'ecr',
  schema: z.object({
    arn: z.string(),
    name: z.string(),
    uri: z.string().nullable(),
    createdAt: isoTime.nullable(),
    /** `MUTABLE`, `IMMUTABLE`, or either `_WITH_EXCLUSION`. */
    tagMutability: z.string(),
    /** Patterns of tags for which the opposite holds. */
    tagExclusions: z.array(z.string()),
    /** The repository's own setting, of which a registry with enhanced scanning knows nothing. */
    scanOnPush: z.boolean(),
    /** `AES256`, `KMS` or `KMS_DSSE`. */
    encryption: z.string(),
    kmsKeyArn: z.string().nullable(),
    /** What holds by the registry's rules; null: AWS told nothing of it. */
    scanning: part(
      z
        .object({
          /** `BASIC`, or `ENHANCED` (by Amazon Inspector). */
          registry: z.string(),
          scanOnPush: z.boolean(),
          /** `SCAN_ON_PUSH`, `CONTINUOUS_SCAN` or `MANUAL`. */
          frequency: z.string().nullable(),
        })
        .nullable(),
    ),
    /** Its text. */
    lifecyclePolicy: part(z.string().nullable()),
    policy: part(policyDocument.nullable()),
    tags: part(tags),
  }),
  volatile: [],
  arn: (repository) => repository.arn,
  name: (repository) => repository.name,
  tags: (repository) => (isNoEvidence(repository.tags) ? {} : repository.tags),
  tagsMissing: (repository) => (isNoEvidence(repository.tags) ? repository.tags : null),
  relates: ({ kmsKeyArn }) => (kmsKeyArn === null ? [] : [kmsKeyArn]),
});

export type EcrRepository = z.infer<typeof ecrRepository.schema>;
