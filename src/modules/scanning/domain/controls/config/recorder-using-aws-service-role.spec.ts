import { describe, expect, it } from '@jest/globals';
import { configRecorder } from '../../../../../../test/support/examples/config.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { recorderUsingAwsServiceRole } from './recorder-using-aws-service-role.js';

const decide = (roleArn: string | null) =>
  recorderUsingAwsServiceRole.evaluate(configRecorder({ roleArn }), context()).verdict;

describe('config_recorder_using_aws_service_role', () => {
  it('passes the service-linked role, in every partition', () => {
    const role = 'role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';
    expect(decide(`arn:aws:iam::123456789012:${role}`)).toBe('pass');
    expect(decide(`arn:aws-cn:iam::123456789012:${role}`)).toBe('pass');
  });

  it('fails any other role, also one that bears its name, and none', () => {
    expect(decide('arn:aws:iam::123456789012:role/config-role')).toBe('fail');
    expect(decide('arn:aws:iam::123456789012:role/AWSServiceRoleForConfig')).toBe('fail');
    expect(decide(null)).toBe('fail');
  });
});
