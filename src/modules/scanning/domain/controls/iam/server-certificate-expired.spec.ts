import { describe, expect, it } from '@jest/globals';
import { serverCertificate } from '../../../../../../test/support/examples/iam.js';
import { context, daysAgo } from '../../../../../../test/support/scanning-examples.js';
import { serverCertificateExpired } from './server-certificate-expired.js';

const decide = (expiresAt: string | null) =>
  serverCertificateExpired.evaluate(serverCertificate({ expiresAt }), context()).verdict;

describe('iam_no_expired_server_certificates_stored', () => {
  it('fails from the moment of expiry', () => {
    expect(decide(daysAgo(-0.001))).toBe('pass');
    expect(decide(daysAgo(0))).toBe('fail');
    expect(decide(daysAgo(400))).toBe('fail');
  });

  it('has no evidence without a date', () => {
    expect(decide(null)).toBe('no_evidence');
  });
});
