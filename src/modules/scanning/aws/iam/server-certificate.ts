import { type IAM, type ServerCertificateMetadata } from '@aws-sdk/client-iam';
import { isNoEvidence } from '../../domain/part.js';
import {
  iamServerCertificate,
  type IamServerCertificate,
} from '../../domain/resources/iam/server-certificate.js';
import { idOf, tagMap, time } from '../fields.js';
import { chunks, mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';
import { GONE } from './policies.js';

/** The most that ListServerCertificates gives at once. */
const LISTED_AT_ONCE = 1_000;
const PAGE = 100;

export const iamServerCertificateReader = reader(iamServerCertificate, {
  scope: 'account',
  list: async function* (aws, _place, want) {
    const iam = await aws.iam();
    let Marker: string | undefined;
    do {
      const listed = await iam.listServerCertificates({ MaxItems: LISTED_AT_ONCE, Marker });
      for (const page of chunks(listed.ServerCertificateMetadataList ?? [], PAGE)) {
        yield present(await mapConcurrent(page, (one) => toCertificate(iam, one, want)));
      }
      Marker = listed.IsTruncated === true ? listed.Marker : undefined;
    } while (Marker);
  },
  describe: async (aws, ref) => {
    const iam = await aws.iam();
    const ServerCertificateName = idOf(ref);
    const found = await unlessGone(() => iam.getServerCertificate({ ServerCertificateName }), GONE);
    const { ServerCertificateMetadata: metadata, Tags } = found?.ServerCertificate ?? {};
    return metadata === undefined ? null : { ...identityOf(metadata), tags: tagMap(Tags) };
  },
});

/** The list gives no tags. null: the certificate is gone since it was listed. */
const toCertificate = (
  iam: IAM,
  metadata: ServerCertificateMetadata,
  want: Want,
): Promise<IamServerCertificate | null> =>
  unlessGone(async () => {
    const { ServerCertificateName } = metadata;
    const parts = await readParts(want, {
      tags: async () => {
        const found = await read(() => iam.getServerCertificate({ ServerCertificateName }));
        return isNoEvidence(found) ? found : tagMap(found.ServerCertificate?.Tags);
      },
    });
    return { ...identityOf(metadata), ...parts };
  }, GONE);

const identityOf = (metadata: ServerCertificateMetadata) => ({
  id: metadata.ServerCertificateId ?? '',
  name: metadata.ServerCertificateName ?? '',
  arn: metadata.Arn ?? '',
  path: metadata.Path ?? '/',
  uploadedAt: time(metadata.UploadDate),
  expiresAt: time(metadata.Expiration),
});
