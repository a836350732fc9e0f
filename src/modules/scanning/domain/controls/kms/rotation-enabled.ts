import { control, fail, notApplicable, pass } from '../../control.js';
import { isRotatable, kmsKey } from '../../resources/kms/key.js';

export const kmsRotationEnabled = control({
  id: 'kms_cmk_rotation_enabled',
  on: kmsKey,
  severity: 'high',
  class: 'security',
  title: 'KMS key is not rotated by itself',
  risk: 'The same key material encrypts everything for as long as the key exists: who once gets hold of it reads all of it.',
  remediation: {
    text: 'Turn automatic rotation on. What was encrypted before stays readable, and neither id nor ARN change.',
    steps: ['aws kms enable-key-rotation --key-id KEY_ARN --rotation-period-in-days 365'],
    url: 'https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-enable.html',
  },
  needs: ['metadata', 'rotation'],
  decide: ({ metadata, rotation }) => {
    const { manager, state, spec, usage, origin } = metadata;
    const kind = { manager, state, spec, usage, origin };
    if (!isRotatable(metadata) || state !== 'Enabled' || rotation === null) return notApplicable(kind);
    const { enabled, periodDays } = rotation;
    return enabled ? pass({ ...kind, enabled, periodDays }) : fail({ ...kind, enabled });
  },
});
