import { control, type Decision, fail, notApplicable, pass, type Severity } from '../../control.js';
import { type Known } from '../../part.js';
import { allowsAdministrator, type PolicyDocument } from '../../policy/index.js';
import { iamInlinePolicy } from '../../resources/iam/inline-policy.js';
import { type IamManagedPolicy, iamManagedPolicy } from '../../resources/iam/managed-policy.js';

/** By what the policy allows, not by its name: `*:*`, several spellings of it, and NotAction without IAM. */
const decideOn = (document: PolicyDocument | null, evidence: Record<string, unknown>): Decision =>
  document !== null && allowsAdministrator(document)
    ? fail({ ...evidence, statements: document.statements.filter(({ effect }) => effect === 'Allow') })
    : pass(evidence);

const about = (id: string, what: string, severity: Severity) =>
  ({
    id,
    severity,
    class: 'security',
    title: `${what} allows everything`,
    risk: 'Whoever holds it can do everything in the account; one lost credential is then the whole account lost.',
    remediation: {
      text: 'Replace it by policies that allow the actions and resources that are needed.',
      steps: [
        'Let IAM Access Analyzer generate a policy from what was really called.',
        'Attach that one, watch for AccessDenied, then detach or delete this one.',
      ],
      url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    },
    needs: ['document'],
  }) as const;

const managed = (
  id: string,
  what: string,
  severity: Severity,
  isMeant: (policy: Known<IamManagedPolicy, 'document'>) => boolean,
) =>
  control({
    ...about(id, what, severity),
    on: iamManagedPolicy,
    decide: (policy) => {
      const { awsManaged, attachmentCount, defaultVersionId, document } = policy;
      const evidence = { awsManaged, attachmentCount, defaultVersionId };
      return isMeant(policy) ? decideOn(document, evidence) : notApplicable(evidence);
    },
  });

export const customerAttachedAdministrator = managed(
  'iam_customer_attached_policy_no_administrative_privileges',
  'Attached customer managed policy',
  'high',
  ({ awsManaged, attachmentCount }) => !awsManaged && attachmentCount > 0,
);

export const customerUnattachedAdministrator = managed(
  'iam_customer_unattached_policy_no_administrative_privileges',
  'Unattached customer managed policy',
  'medium',
  ({ awsManaged, attachmentCount }) => !awsManaged && attachmentCount === 0,
);

export const awsAttachedAdministrator = managed(
  'iam_aws_attached_policy_no_administrative_privileges',
  'Attached AWS managed policy',
  'critical',
  ({ awsManaged, attachmentCount }) => awsManaged && attachmentCount > 0,
);

export const inlineAdministrator = control({
  ...about('iam_inline_policy_no_administrative_privileges', 'Inline policy', 'critical'),
  on: iamInlinePolicy,
  decide: ({ principalArn, document }) => decideOn(document, { principalArn }),
});
