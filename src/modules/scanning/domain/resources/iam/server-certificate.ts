import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';

/** A TLS certificate that was uploaded to IAM, as was done before there was ACM. */
export const iamServerCertificate = resourceType({
  type: 'AWS::IAM::ServerCertificate',
  service: 'iam',
  schema: z.object({
    id: z.string(),
    name: z.string(),
    arn: z.string(),
    path: z.string(),
    uploadedAt: isoTime.nullable(),
    expiresAt: isoTime.nullable(),
    tags: part(tags),
  }),
  volatile: [],
  arn: (certificate) => certificate.arn,
  name: (certificate) => certificate.name,
  tags: (certificate) => (isNoEvidence(certificate.tags) ? {} : certificate.tags),
  tagsMissing: (certificate) => (isNoEvidence(certificate.tags) ? certificate.tags : null),
});

export type IamServerCertificate = z.infer<typeof iamServerCertificate.schema>;
