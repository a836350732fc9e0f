import { framework, type Framework, interpretive } from '../framework.js';
import { accessAndWatch } from './access-and-watch.js';
import { protection } from './protection.js';

export const pciDss4: Framework = framework({
  id: 'pci-dss-4.0',
  aliases: ['PCI_DSS', 'PCI-DSS', 'PCI', 'PCI_DSS_4_0'],
  name: 'PCI DSS',
  version: '4.0',
  description: 'Payment Card Industry Data Security Standard: the main sections, not each sub-clause.',
  note: `${interpretive} Which resources are in scope, only you know.`,
  requirements: [...protection, ...accessAndWatch],
});
