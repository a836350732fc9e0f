import { describe, expect, it } from '@jest/globals';
import { certificate } from '../../../../../../test/support/examples/acm.js';
import { context, daysAgo, denied } from '../../../../../../test/support/scanning-examples.js';
import { type AcmCertificate } from '../../resources/acm/certificate.js';
import { expirationCheck } from './expiration-check.js';
import { rsaKeyLength } from './rsa-key-length.js';
import { transparencyLogs } from './transparency-logs.js';

describe('acm_certificates_expiration_check', () => {
  const decide = (changed: Partial<AcmCertificate>, minimumDaysLeft = 30) =>
    expirationCheck.evaluate(certificate(changed), {
      ...context(),
      settings: { [expirationCheck.id]: { parameters: { minimumDaysLeft } } },
    });

  it('passes a certificate with more than 30 days left, and fails one with less', () => {
    expect(decide({ notAfter: daysAgo(-31) }).verdict).toBe('pass');
    expect(decide({ notAfter: daysAgo(-30) }).verdict).toBe('fail');
    expect(decide({ notAfter: daysAgo(-29.5) })).toMatchObject({
      verdict: 'fail',
      evidence: { daysLeft: 29 },
    });
    expect(decide({ notAfter: daysAgo(-29) }, 7).verdict).toBe('pass');
  });

  it('fails one that has expired, by its date or by what ACM says', () => {
    expect(decide({ notAfter: daysAgo(1) }).verdict).toBe('fail');
    expect(decide({ status: 'EXPIRED', notAfter: null }).verdict).toBe('fail');
  });

  it('does not apply to one that was never issued or is revoked', () => {
    for (const status of ['PENDING_VALIDATION', 'FAILED', 'REVOKED']) {
      expect(decide({ status, notAfter: null }).verdict).toBe('not_applicable');
    }
  });

  it('has no evidence where ACM gives no date', () => {
    expect(decide({ notAfter: null }).verdict).toBe('no_evidence');
  });
});

describe('acm_certificates_rsa_key_length', () => {
  const verdict = (keyAlgorithm: string | null) =>
    rsaKeyLength.evaluate(certificate({ keyAlgorithm }), context()).verdict;

  it('asks RSA keys for 2,048 bits', () => {
    expect(verdict('RSA_2048')).toBe('pass');
    expect(verdict('RSA_4096')).toBe('pass');
    expect(verdict('RSA_1024')).toBe('fail');
  });

  it('does not apply to elliptic curves, and has no evidence without an algorithm', () => {
    expect(verdict('EC_prime256v1')).toBe('not_applicable');
    expect(verdict(null)).toBe('no_evidence');
  });
});

describe('acm_certificates_transparency_logs_enabled', () => {
  const verdict = (changed: Partial<AcmCertificate>) =>
    transparencyLogs.evaluate(certificate(changed), context()).verdict;

  it('decides by the preference of a public certificate', () => {
    expect(verdict({})).toBe('pass');
    expect(verdict({ transparencyLogging: 'DISABLED' })).toBe('fail');
  });

  it('does not apply to imported and private ones', () => {
    expect(verdict({ kind: 'IMPORTED', transparencyLogging: null })).toBe('not_applicable');
    expect(verdict({ kind: 'PRIVATE', transparencyLogging: null })).toBe('not_applicable');
  });

  it('has no evidence where the preference may not be read, or is not given', () => {
    expect(verdict({ transparencyLogging: denied })).toBe('no_evidence');
    expect(verdict({ transparencyLogging: null })).toBe('no_evidence');
  });
});
