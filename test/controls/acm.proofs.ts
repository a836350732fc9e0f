import { type CertificateSummary } from '@aws-sdk/client-acm';
import { type Answers, type ServiceProofs, type World } from './proof.js';

async function build({ aws }: World): Promise<Record<string, string>> {
  const acm = await aws('eu-west-1').acm();
  const logged = async (DomainName: string, preference: 'ENABLED' | 'DISABLED') => {
    const { CertificateArn } = await acm.requestCertificate({
      ...{ DomainName, IdempotencyToken: preference.toLowerCase() },
      Options: { CertificateTransparencyLoggingPreference: preference },
    });
    return CertificateArn ?? '';
  };
  return {
    good: await logged('shop.example.com', 'ENABLED'),
    unlogged: await logged('hidden.example.com', 'DISABLED'),
  };
}

/** One imported certificate, as ListCertificates gives it. */
const listed = (certificate: Partial<CertificateSummary>): Answers => ({
  acm: {
    listCertificates: {
      CertificateSummaryList: [
        {
          CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
          DomainName: 'shop.example.com',
          SubjectAlternativeNameSummaries: ['shop.example.com'],
          Status: 'ISSUED',
          Type: 'IMPORTED',
          KeyAlgorithm: 'RSA_2048',
          InUse: true,
          RenewalEligibility: 'INELIGIBLE',
          NotBefore: new Date('2020-01-01'),
          NotAfter: new Date(Date.now() + 200 * 86_400_000),
          ImportedAt: new Date('2020-01-01'),
          ...certificate,
        },
      ],
    },
    listTagsForCertificate: { Tags: [] },
  },
});
const source = 'https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateSummary.html';

export const acmProofs: ServiceProofs = {
  service: 'acm',
  build,
  emulated: {
    acm_certificates_transparency_logs_enabled: { pass: 'good', fail: 'unlogged' },
    acm_certificates_rsa_key_length: { pass: 'good' },
  },
  documented: {
    acm_certificates_expiration_check: {
      source,
      because: 'the certificates of the emulator wait for their validation, and are valid for a year',
      pass: listed({}),
      fail: listed({ NotAfter: new Date(Date.now() + 29 * 86_400_000) }),
    },
    acm_certificates_rsa_key_length: {
      source,
      because: 'the emulator makes keys of 2,048 bits only',
      fail: listed({ KeyAlgorithm: 'RSA_1024' }),
    },
  },
};
