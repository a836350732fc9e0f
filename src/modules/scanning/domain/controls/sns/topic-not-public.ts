import { control, fail, pass, withoutPart } from '../../control.js';
import { isNoEvidence } from '../../part.js';
import { publicStatements } from '../../policy/index.js';
import { snsTopic } from '../../resources/sns/topic.js';

export const topicNotPublic = control({
  id: 'sns_topics_not_publicly_accessible',
  on: snsTopic,
  severity: 'critical',
  class: 'security',
  title: 'SNS topic policy lets anybody in',
  risk: 'Anybody with an AWS account can do what the statement allows: read what is published, or publish what others trust.',
  remediation: {
    text: 'Name the accounts or services in the statement, or tie it to them by a condition on aws:SourceAccount, aws:SourceArn or aws:PrincipalOrgID.',
    steps: [
      'aws sns set-topic-attributes --topic-arn TOPIC_ARN --attribute-name Policy --attribute-value file://policy.json',
    ],
    url: 'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
  },
  needs: ['attributes'],
  decide: ({ attributes: { policy } }) => {
    if (isNoEvidence(policy)) return withoutPart('attributes.policy', policy);
    // sns:Endpoint is in requests to subscribe alone: a fixed one says who may be the subscriber
    const statements = policy === null ? [] : publicStatements(policy, { keys: ['sns:Endpoint'] });
    return statements.length === 0 ? pass({ policy: policy !== null }) : fail({ statements });
  },
});
