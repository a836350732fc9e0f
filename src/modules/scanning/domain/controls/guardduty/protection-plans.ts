import { control, type Decision, fail, notApplicable, pass, undecided } from '../../control.js';
import { guardDutyDetector } from '../../resources/guardduty/detector.js';
import { type GuardDutyDetector } from '../../resources/guardduty/protection.js';

/** A plan of a suspended detector protects nothing, which guardduty_is_enabled already says. */
function decidePlan({ status, features }: GuardDutyDetector, feature: string): Decision {
  if (status !== 'ENABLED') return notApplicable({ status });
  const plan = features[feature];
  const evidence = { feature, status: plan ?? null };
  if (plan === undefined) return undecided('GuardDuty does not tell of this plan in the region', evidence);
  return plan === 'ENABLED' ? pass(evidence) : fail(evidence);
}

const steps = ['guardduty UpdateDetector with the feature ENABLED, in each region'];

export const s3ProtectionEnabled = control({
  id: 'guardduty_s3_protection_enabled',
  on: guardDutyDetector,
  severity: 'high',
  class: 'security',
  title: 'GuardDuty does not watch access to S3 objects',
  risk: 'Data carried off from buckets shows in object-level events alone, which GuardDuty then does not look at.',
  remediation: {
    text: 'Enable S3 Protection on the detector.',
    steps,
    url: 'https://docs.aws.amazon.com/guardduty/latest/ug/s3-protection.html',
  },
  needs: [],
  decide: (detector) => decidePlan(detector, 'S3_DATA_EVENTS'),
});

export const malwareProtectionEnabled = control({
  id: 'guardduty_malware_protection_enabled',
  aliases: ['guardduty_ec2_malware_protection_enabled'],
  on: guardDutyDetector,
  severity: 'high',
  class: 'security',
  title: 'GuardDuty does not look for malware on EC2 volumes',
  risk: 'A machine that behaves as if it were taken over is reported, but what runs on it is not found.',
  remediation: {
    text: 'Enable Malware Protection for EC2 on the detector: it scans the volumes of machines with findings.',
    steps,
    url: 'https://docs.aws.amazon.com/guardduty/latest/ug/malware-protection.html',
  },
  needs: [],
  decide: (detector) => decidePlan(detector, 'EBS_MALWARE_PROTECTION'),
});
