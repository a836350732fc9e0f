import { type Reader } from '../reader.js';
import { acmCertificateReader } from './certificate.js';

export const acmReaders: readonly Reader[] = [acmCertificateReader];
