import { describe, expect, it } from '@jest/globals';
import { type Answers, documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type AcmCertificate } from '../../domain/resources/acm/certificate.js';
import { acmCertificateReader } from './certificate.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const arn = (id: string) => `arn:aws:acm:eu-west-1:123456789012:certificate/${id}`;
const summary = (id: string, changed: object = {}) => ({
  ...{ CertificateArn: arn(id), DomainName: `${id}.example.com`, Status: 'ISSUED', Type: 'AMAZON_ISSUED' },
  ...changed,
});

async function list(acm: NonNullable<Answers['acm']>): Promise<AcmCertificate[]> {
  const answers = { listTagsForCertificate: { Tags: [] }, ...acm };
  const found: AcmCertificate[] = [];
  for await (const { configurations } of acmCertificateReader.list(documentedAws({ acm: answers }), place)) {
    for (const one of configurations)
      found.push(acmCertificateReader.type.schema.parse(one) as AcmCertificate);
  }
  return found;
}

describe('acmCertificateReader', () => {
  it('asks for every kind of key, which AWS leaves out by default, and follows pages', async () => {
    const inputs: { Includes?: { keyTypes: string[] } }[] = [];
    const found = await list({
      listCertificates: (input: { NextToken?: string }) => {
        inputs.push(input as object);
        const one = summary(input.NextToken ?? 'a', { Type: 'IMPORTED' });
        return { CertificateSummaryList: [one], NextToken: input.NextToken ? undefined : 'b' };
      },
    });
    expect(inputs[0]?.Includes?.keyTypes).toEqual(
      expect.arrayContaining(['RSA_1024', 'RSA_4096', 'EC_prime256v1']),
    );
    expect(found.map(({ domainName }) => domainName)).toEqual(['a.example.com', 'b.example.com']);
  });

  it('describes only what ACM issued for the public', async () => {
    const asked: string[] = [];
    const found = await list({
      listCertificates: {
        CertificateSummaryList: [
          summary('a'),
          summary('b', { Type: 'IMPORTED' }),
          summary('c', { Type: 'PRIVATE' }),
        ],
      },
      describeCertificate: ({ CertificateArn }: { CertificateArn: string }) => {
        asked.push(CertificateArn);
        return { Certificate: { Options: { CertificateTransparencyLoggingPreference: 'DISABLED' } } };
      },
    });
    expect(asked).toEqual([arn('a')]);
    expect(found.map(({ transparencyLogging }) => transparencyLogging)).toEqual(['DISABLED', null, null]);
  });

  it('keeps one whose parts are denied, and leaves out one that is gone', async () => {
    const found = await list({
      listCertificates: { CertificateSummaryList: [summary('closed'), summary('gone')] },
      describeCertificate: ({ CertificateArn }: { CertificateArn: string }) => {
        throw CertificateArn === arn('gone')
          ? sdkError('ResourceNotFoundException')
          : sdkError('AccessDeniedException');
      },
      listTagsForCertificate: sdkError('AccessDeniedException'),
    });
    expect(found).toMatchObject([
      { arn: arn('closed'), transparencyLogging: { noEvidence: 'denied' }, tags: { noEvidence: 'denied' } },
    ]);
  });

  it('reads one alike from its detail and from the listing', async () => {
    const shared = {
      NotAfter: new Date('2027-01-01'),
      NotBefore: new Date('2026-01-01'),
      RenewalEligibility: 'ELIGIBLE',
    };
    const Certificate = {
      ...summary('a', shared),
      KeyAlgorithm: 'RSA-2048',
      SubjectAlternativeNames: ['www.example.com', 'a.example.com'],
      InUseBy: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/1'],
      Options: { CertificateTransparencyLoggingPreference: 'ENABLED' },
    };
    const acm = { describeCertificate: { Certificate }, listTagsForCertificate: { Tags: [] } };
    const names = ['www.example.com', 'a.example.com'];
    const [listed] = await list({
      ...acm,
      listCertificates: {
        CertificateSummaryList: [
          summary('a', {
            ...shared,
            KeyAlgorithm: 'RSA_2048',
            InUse: true,
            SubjectAlternativeNameSummaries: names,
          }),
        ],
      },
    });
    const ref = { arn: arn('a'), name: 'a.example.com', region: 'eu-west-1' };
    expect(await acmCertificateReader.describe(documentedAws({ acm }), ref)).toEqual(listed);
    const gone = { acm: { describeCertificate: sdkError('ResourceNotFoundException') } };
    expect(await acmCertificateReader.describe(documentedAws(gone), ref)).toBeNull();
  });
});
