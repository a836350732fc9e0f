import { control, fail, pass } from '../../control.js';
import { securityHub } from '../../resources/securityhub/hub.js';

/** AWS could not enable a standard, or is just taking it away. */
const IDLE = new Set(['FAILED', 'DELETING']);

export const enabled = control({
  id: 'securityhub_enabled',
  on: securityHub,
  severity: 'high',
  class: 'security',
  title: 'Security Hub is off, or judges by no standard',
  risk: 'Findings of AWS’s services are collected nowhere, and nothing measures the region against a standard.',
  remediation: {
    text: 'Enable Security Hub CSPM and at least one security standard in each region.',
    steps: ['securityhub EnableSecurityHub', 'securityhub BatchEnableStandards'],
    url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-settingup.html',
  },
  needs: ['enabled', 'standards'],
  decide: ({ enabled: on, standards }) => {
    const evidence = { enabled: on, standards };
    return on && standards.some(({ status }) => !IDLE.has(status)) ? pass(evidence) : fail(evidence);
  },
});
