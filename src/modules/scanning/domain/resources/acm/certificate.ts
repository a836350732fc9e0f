import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';

export const acmCertificate = resourceType({
  type: 'AWS::CertificateManager::Certificate',
  service: 'acm',
  schema: z.object({
    arn: z.string(),
    domainName: z.string().nullable(),
    /** The first hundred. */
    alternativeNames: z.array(z.string()),
    /** ISSUED, EXPIRED, PENDING_VALIDATION, INACTIVE, VALIDATION_TIMED_OUT, REVOKED, FAILED. */
    status: z.string(),
    /** AMAZON_ISSUED, PRIVATE, IMPORTED. */
    kind: z.string(),
    /** `RSA_2048`, `EC_prime256v1`, …; null: AWS did not tell. */
    keyAlgorithm: z.string().nullable(),
    inUse: z.boolean(),
    /** Whether ACM renews it by itself. */
    renewal: z.string().nullable(),
    notBefore: isoTime.nullable(),
    notAfter: isoTime.nullable(),
    createdAt: isoTime.nullable(),
    /** `ENABLED`, `DISABLED`; null: not asked, as only certificates of Amazon's public authority are logged. */
    transparencyLogging: part(z.string().nullable()),
    tags: part(tags),
  }),
  volatile: [],
  arn: (certificate) => certificate.arn,
  name: ({ domainName, arn }) => domainName ?? arn.slice(arn.lastIndexOf('/') + 1),
  tags: (certificate) => (isNoEvidence(certificate.tags) ? {} : certificate.tags),
  tagsMissing: (certificate) => (isNoEvidence(certificate.tags) ? certificate.tags : null),
});

export type AcmCertificate = z.infer<typeof acmCertificate.schema>;
