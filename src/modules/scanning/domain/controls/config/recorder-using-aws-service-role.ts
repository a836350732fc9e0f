import { control, fail, pass } from '../../control.js';
import { configConfigurationRecorder } from '../../resources/config/configuration-recorder.js';

const SERVICE_ROLE = /^arn:[^:]+:iam::\d{12}:role\/aws-service-role\/config\.amazonaws\.com\//;

export const recorderUsingAwsServiceRole = control({
  id: 'config_recorder_using_aws_service_role',
  on: configConfigurationRecorder,
  severity: 'medium',
  class: 'security',
  title: 'AWS Config recorder does not use its service-linked role',
  risk: 'A role of one’s own may lack permissions for new types, which then go unrecorded, or may have more than needed.',
  remediation: {
    text: 'Let the recorder use AWSServiceRoleForConfig, whose permissions AWS keeps up to date.',
    url: 'https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html',
  },
  needs: [],
  decide: ({ roleArn }) =>
    roleArn !== null && SERVICE_ROLE.test(roleArn) ? pass({ roleArn }) : fail({ roleArn }),
});
