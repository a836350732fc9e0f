import { control, fail, pass } from '../../control.js';
import { snsTopic } from '../../resources/sns/topic.js';

export const topicKmsEncryption = control({
  id: 'sns_topics_kms_encryption_at_rest_enabled',
  on: snsTopic,
  severity: 'medium',
  class: 'security',
  title: 'SNS topic does not encrypt its messages at rest',
  risk: 'What is published lies unencrypted until it is delivered, outside of the reach of any key policy.',
  remediation: {
    text: 'Give the topic a KMS key. Services that publish to it need to be let in by the key policy: those of AWS cannot use alias/aws/sns.',
    steps: [
      'aws sns set-topic-attributes --topic-arn TOPIC_ARN --attribute-name KmsMasterKeyId --attribute-value KEY_ID',
    ],
    url: 'https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic.html',
  },
  needs: ['attributes'],
  decide: ({ attributes: { kmsKeyId } }) => (kmsKeyId === null ? fail({ kmsKeyId }) : pass({ kmsKeyId })),
});
