import { control, fail, notApplicable, pass } from '../../control.js';
import { publicStatements } from '../../policy/index.js';
import { kmsKey } from '../../resources/kms/key.js';

export const kmsNotPubliclyAccessible = control({
  id: 'kms_key_not_publicly_accessible',
  on: kmsKey,
  severity: 'critical',
  class: 'security',
  title: 'KMS key policy lets anybody use the key',
  risk: 'Principals of any AWS account can use the key for what the statement allows, such as decrypting data they got elsewhere.',
  remediation: {
    text:
      'Name the accounts, roles or users in the statement, or tie it to callers of your own by a condition on ' +
      'kms:CallerAccount, aws:PrincipalOrgID or aws:SourceArn. kms:ViaService alone ties it to nobody.',
    steps: ['aws kms put-key-policy --key-id KEY_ARN --policy-name default --policy file://policy.json'],
    url: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying.html',
  },
  needs: ['metadata', 'policy'],
  decide: ({ metadata: { manager, state }, policy }) => {
    if (manager !== 'CUSTOMER' || policy === null) return notApplicable({ manager });
    const statements = publicStatements(policy);
    return statements.length === 0 ? pass({ state }) : fail({ state, statements });
  },
});
