import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { type Secret, secret } from '../../resources/secretsmanager/secret.js';
import { isOlderThan } from '../shared.js';

/**
 * Rotation that nobody can set on this secret: a replica follows its original in another region, and some services
 * keep secrets that they alone change (secretsmanager/latest/userguide/service-linked-secrets.html).
 */
function rotatedElsewhere({ primaryRegion, owningService, rotationEnabled }: Secret, region: string) {
  if (primaryRegion !== null && primaryRegion !== region) return { primaryRegion };
  return owningService !== null && !rotationEnabled ? { owningService } : null;
}

const url = 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html';

export const automaticRotationEnabled = control({
  id: 'secretsmanager_automatic_rotation_enabled',
  on: secret,
  severity: 'medium',
  class: 'security',
  title: 'Secret is not rotated automatically',
  risk: 'A secret that leaked once stays of use to whoever has it until somebody happens to change it.',
  remediation: {
    text: 'Set up rotation: managed by the service that the secret is for, else by a Lambda function.',
    steps: ['secretsmanager RotateSecret with RotationRules and, where needed, RotationLambdaARN'],
    url,
  },
  needs: [],
  decide: (one, { place }) => {
    const elsewhere = rotatedElsewhere(one, place.region);
    if (elsewhere !== null) return notApplicable(elsewhere);
    const { rotationEnabled, rotationDays, rotationSchedule } = one;
    const evidence = { rotationEnabled, rotationDays, rotationSchedule };
    return rotationEnabled ? pass(evidence) : fail(evidence);
  },
});

export const rotatedPeriodically = control({
  id: 'secretsmanager_secret_rotated_periodically',
  on: secret,
  severity: 'medium',
  class: 'security',
  title: 'Secret was not rotated for long',
  risk: 'The longer a secret stays the same, the more places it has leaked to; a rotation may also fail unnoticed.',
  remediation: {
    text: 'Rotate the secret now, see why its rotation failed, or set one up.',
    steps: ['secretsmanager RotateSecret', 'look at the log of the rotation function where it fails'],
    url,
  },
  needs: [],
  parameters: { maxAgeDays: 90 },
  decide: (one, { now, place, parameters: { maxAgeDays } }) => {
    const elsewhere = rotatedElsewhere(one, place.region);
    if (elsewhere !== null) return notApplicable(elsewhere);
    const { createdAt, lastRotatedAt, lastChangedAt } = one;
    const evidence = {
      createdAt,
      lastRotatedAt,
      lastChangedAt,
      thresholdDays: maxAgeDays,
      note: 'A secret that was never rotated is as old as itself: a change may be of its tags alone',
    };
    const since = lastRotatedAt ?? createdAt;
    if (since === null) return undecided('AWS gave no date', evidence);
    return isOlderThan(since, maxAgeDays, now) ? fail(evidence) : pass(evidence);
  },
});
