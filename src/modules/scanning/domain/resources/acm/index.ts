import { type ResourceType } from '../../resource-type.js';
import { acmCertificate } from './certificate.js';

export const acmTypes: readonly ResourceType[] = [acmCertificate];
