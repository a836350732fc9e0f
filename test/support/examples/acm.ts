import { type AcmCertificate } from '../../../src/modules/scanning/domain/resources/acm/certificate.js';
import { daysAgo } from '../scanning-examples.js';

/** A certificate that every control passes. */
export const certificate = (changed: Partial<AcmCertificate> = {}): AcmCertificate => ({
  arn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
  domainName: 'shop.example.com',
  alternativeNames: ['shop.example.com'],
  status: 'ISSUED',
  kind: 'AMAZON_ISSUED',
  keyAlgorithm: 'RSA_2048',
  inUse: true,
  renewal: 'ELIGIBLE',
  notBefore: daysAgo(100),
  notAfter: daysAgo(-98),
  createdAt: daysAgo(100),
  transparencyLogging: 'ENABLED',
  tags: {},
  ...changed,
});
