import { type Control } from '../../control.js';
import { notPubliclyAccessible } from './not-publicly-accessible.js';
import { supportedRuntimes } from './supported-runtimes.js';
import { tracingEnabled } from './tracing-enabled.js';
import { urlPublic } from './url-public.js';
import { insideVpc, vpcMultiAz } from './vpc.js';

export const lambdaControls: readonly Control[] = [
  notPubliclyAccessible,
  supportedRuntimes,
  insideVpc,
  vpcMultiAz,
  urlPublic,
  tracingEnabled,
];
