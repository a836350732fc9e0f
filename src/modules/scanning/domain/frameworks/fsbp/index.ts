import { framework, type Framework } from '../framework.js';
import { computeAndNetwork } from './compute-and-network.js';
import { data } from './data.js';
import { identityAndLogging } from './identity-and-logging.js';

/**
 * The controls of the standard for the services that are scanned, also those without a control here.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html
 */
export const fsbp: Framework = framework({
  id: 'fsbp',
  aliases: ['FSBP'],
  name: 'AWS Foundational Security Best Practices',
  version: '1.0.0',
  description: "AWS's own standard, as Security Hub numbers it, for the services that are scanned.",
  note: 'Services that are not scanned are left out. Limits (days, ports) are those of the controls, which can be stricter.',
  requirements: [...identityAndLogging, ...computeAndNetwork, ...data],
});
