import {
  type ACM,
  type CertificateDetail,
  type CertificateSummary,
  type ListCertificatesRequest,
} from '@aws-sdk/client-acm';
import { isNoEvidence } from '../../domain/part.js';
import { acmCertificate, type AcmCertificate } from '../../domain/resources/acm/certificate.js';
import { tagMap, text, time } from '../fields.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';

const GONE = 'ResourceNotFound';
/** As many as a listing gives. */
const NAMES = 100;

/** Without these AWS leaves out all but RSA keys of 1,024 and 2,048 bits, and what came by ACME (ACM API, Filters). */
const EVERYTHING: ListCertificatesRequest = {
  MaxItems: 1_000,
  Includes: {
    keyTypes: [
      'RSA_1024',
      'RSA_2048',
      'RSA_3072',
      'RSA_4096',
      'EC_prime256v1',
      'EC_secp384r1',
      'EC_secp521r1',
    ],
  },
  CertificateKeyPairOrigins: ['AWS_MANAGED', 'CUSTOMER_PROVIDED', 'ACME'],
};

export const acmCertificateReader = reader(acmCertificate, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const acm = await aws.acm();
    let NextToken: string | undefined;
    do {
      const page = await acm.listCertificates({ ...EVERYTHING, NextToken });
      const certificates = page.CertificateSummaryList ?? [];
      yield present(await mapConcurrent(certificates, (one) => toCertificate(acm, one, want)));
      NextToken = page.NextToken;
    } while (NextToken);
  },
  describe: async (aws, ref) => {
    const acm = await aws.in(ref.region).acm();
    const found = await unlessGone(() => acm.describeCertificate({ CertificateArn: ref.arn }), GONE);
    const detail = found?.Certificate;
    return detail === undefined ? null : toCertificate(acm, summaryOf(detail), null);
  },
});

/** The detail tells more, in slightly other words. */
const summaryOf = (detail: CertificateDetail): CertificateSummary => ({
  CertificateArn: detail.CertificateArn,
  DomainName: detail.DomainName,
  SubjectAlternativeNameSummaries: detail.SubjectAlternativeNames,
  Status: detail.Status,
  Type: detail.Type,
  KeyAlgorithm: detail.KeyAlgorithm,
  InUse: (detail.InUseBy ?? []).length > 0,
  RenewalEligibility: detail.RenewalEligibility,
  NotBefore: detail.NotBefore,
  NotAfter: detail.NotAfter,
  CreatedAt: detail.CreatedAt,
  ImportedAt: detail.ImportedAt,
});

/** null: the certificate is gone since it was listed. */
const toCertificate = (
  acm: ACM,
  certificate: CertificateSummary,
  want: Want,
): Promise<AcmCertificate | null> =>
  unlessGone(async () => {
    const { CertificateArn: arn, Type } = certificate;
    if (arn === undefined) return null;
    const parts = await readParts(want, {
      transparencyLogging: async () => (Type === 'AMAZON_ISSUED' ? read(() => loggingOf(acm, arn)) : null),
      tags: async () => {
        const tags = await read(() => acm.listTagsForCertificate({ CertificateArn: arn }));
        return isNoEvidence(tags) ? tags : tagMap(tags.Tags);
      },
    });
    return {
      arn,
      domainName: text(certificate.DomainName),
      alternativeNames: namesOf(certificate).slice(0, NAMES).toSorted(),
      status: certificate.Status ?? 'unknown',
      kind: Type ?? 'unknown',
      // AWS writes RSA_2048 in requests, and RSA-2048 in some answers
      keyAlgorithm: text(certificate.KeyAlgorithm?.replace('-', '_')),
      inUse: certificate.InUse ?? false,
      renewal: text(certificate.RenewalEligibility),
      notBefore: time(certificate.NotBefore),
      notAfter: time(certificate.NotAfter),
      createdAt: time(certificate.CreatedAt ?? certificate.ImportedAt),
      ...parts,
    };
  }, GONE);

/** The emulator's listing leaves them out; the domain itself is always one of them. */
const namesOf = ({ SubjectAlternativeNameSummaries: names, DomainName }: CertificateSummary): string[] =>
  names ?? (DomainName === undefined ? [] : [DomainName]);

async function loggingOf(acm: ACM, CertificateArn: string): Promise<string | null> {
  const { Certificate: detail } = await acm.describeCertificate({ CertificateArn });
  return text(detail?.Options?.CertificateTransparencyLoggingPreference);
}
