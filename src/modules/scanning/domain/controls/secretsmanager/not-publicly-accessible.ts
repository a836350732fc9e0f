import { control, fail, pass } from '../../control.js';
import { publicStatements } from '../../policy/index.js';
import { secret } from '../../resources/secretsmanager/secret.js';

export const notPubliclyAccessible = control({
  id: 'secretsmanager_not_publicly_accessible',
  on: secret,
  severity: 'critical',
  class: 'security',
  title: 'Secret’s policy lets in anybody',
  risk: 'Any AWS account may read the secret, where its key lets it, or change who else may.',
  remediation: {
    text: 'Name the principals who need the secret, and let Secrets Manager refuse public policies.',
    steps: ['secretsmanager PutResourcePolicy with named principals and BlockPublicPolicy true'],
    url: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html',
  },
  needs: ['policy'],
  decide: ({ policy }) => {
    if (policy === null) return pass({ policy: null });
    const open = publicStatements(policy);
    return open.length === 0
      ? pass({ statements: policy.statements.length })
      : fail({ publicStatements: open });
  },
});
