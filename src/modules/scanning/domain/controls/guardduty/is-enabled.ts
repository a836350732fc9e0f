import { control, fail, pass } from '../../control.js';
import { guardDutyProtection } from '../../resources/guardduty/protection.js';

export const isEnabled = control({
  id: 'guardduty_is_enabled',
  on: guardDutyProtection,
  severity: 'high',
  class: 'security',
  title: 'GuardDuty does not watch the region',
  risk: 'Stolen credentials and misused resources go unnoticed, also in a region that nobody uses on purpose.',
  remediation: {
    text: 'Enable GuardDuty in each enabled region, best through the organization’s delegated administrator.',
    steps: ['guardduty CreateDetector with Enable true, or UpdateDetector where it is suspended'],
    url: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_settingup.html',
  },
  needs: ['detectors'],
  decide: ({ detectors }) => {
    const evidence = { detectors: detectors.map(({ id, status }) => ({ id, status })) };
    return detectors.some(({ status }) => status === 'ENABLED') ? pass(evidence) : fail(evidence);
  },
});
