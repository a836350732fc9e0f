import { type EcrRepository } from '../../../src/modules/scanning/domain/resources/ecr/repository.js';
import { daysAgo } from '../scanning-examples.js';

export const repository = (changed: Partial<EcrRepository> = {}): EcrRepository => ({
  arn: 'arn:aws:ecr:eu-west-1:123456789012:repository/team/app',
  name: 'team/app',
  uri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app',
  createdAt: daysAgo(100),
  tagMutability: 'IMMUTABLE',
  tagExclusions: [],
  scanOnPush: true,
  encryption: 'AES256',
  kmsKeyArn: null,
  scanning: { registry: 'BASIC', scanOnPush: true, frequency: 'SCAN_ON_PUSH' },
  lifecyclePolicy: null,
  policy: null,
  tags: {},
  ...changed,
});
