import { describe, expect, it } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { iamServerCertificateReader } from './server-certificate.js';

const AT = new Date('2026-01-02T03:04:05Z');
const CERTIFICATE = {
  ServerCertificateName: 'www',
  ServerCertificateId: 'ASCA1',
  Path: '/web/',
  Arn: 'arn:aws:iam::123456789012:server-certificate/web/www',
  UploadDate: AT,
  Expiration: AT,
};
const whole = {
  ServerCertificate: { ServerCertificateMetadata: CERTIFICATE, Tags: [{ Key: 'Owner', Value: 'x' }] },
};
const ref = { arn: CERTIFICATE.Arn, name: 'www', region: 'global' };

const aws = (getServerCertificate: object = whole) =>
  documentedAws({
    iam: {
      listServerCertificates: { ServerCertificateMetadataList: [CERTIFICATE] },
      getServerCertificate,
    },
  });

async function list(getServerCertificate?: object) {
  const found: unknown[] = [];
  const place = { partition: 'aws', accountId: '123456789012', region: 'global' };
  for await (const page of iamServerCertificateReader.list(aws(getServerCertificate), place))
    found.push(...page.configurations);
  return found;
}

describe('iamServerCertificateReader', () => {
  it('lists certificates with their tags, and describes them alike', async () => {
    const [one] = await list();
    expect(one).toMatchObject({ name: 'www', expiresAt: AT.toISOString(), tags: { Owner: 'x' } });
    expect(await iamServerCertificateReader.describe(aws(), ref)).toEqual(one);
  });

  it('keeps one whose tags are denied, and drops one that is gone', async () => {
    expect(await list(sdkError('AccessDenied', 403))).toMatchObject([{ tags: { noEvidence: 'denied' } }]);
    const gone = sdkError('NoSuchEntityException', 404);
    expect(await list(gone)).toEqual([]);
    expect(await iamServerCertificateReader.describe(aws(gone), ref)).toBeNull();
  });
});
