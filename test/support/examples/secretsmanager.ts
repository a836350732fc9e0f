import { type Secret } from '../../../src/modules/scanning/domain/resources/secretsmanager/secret.js';
import { daysAgo } from '../scanning-examples.js';

export const secret = (changed: Partial<Secret> = {}): Secret => ({
  arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3',
  name: 'db',
  description: null,
  kmsKeyId: null,
  rotationEnabled: true,
  rotationLambdaArn: null,
  rotationDays: 30,
  rotationSchedule: null,
  createdAt: daysAgo(400),
  lastRotatedAt: daysAgo(10),
  nextRotationAt: null,
  lastChangedAt: daysAgo(10),
  lastAccessedAt: daysAgo(1),
  owningService: null,
  primaryRegion: null,
  policy: null,
  tags: {},
  ...changed,
});
