import { control, fail, notApplicable, pass } from '../../control.js';
import { coversAction, coversResource, matchesPattern, type Statement } from '../../policy/index.js';
import { iamManagedPolicy } from '../../resources/iam/managed-policy.js';

/** Every action of a service on every resource of its main kind, unless a Deny takes all of that back. */
const fullAccess = (about: {
  id: string;
  service: string;
  resources: string;
  title: string;
  risk: string;
  text: string;
  url: string;
}) => {
  const { service, resources, text, url, ...rest } = about;
  return control({
    ...rest,
    on: iamManagedPolicy,
    severity: 'medium',
    class: 'security',
    remediation: { text, url },
    needs: ['document'],
    decide: ({ awsManaged, attachmentCount, document }, { place }) => {
      const evidence = { awsManaged, attachmentCount };
      if (awsManaged || attachmentCount === 0) return notApplicable(evidence);
      const all = `arn:${place.partition}:${service}:*:*:${resources}`;
      const isAll = (one: Statement) => coversAction(one, `${service}:*`) && coversResource(one, all);
      const statements = document?.statements ?? [];
      const allows = statements.filter((one) => one.effect === 'Allow' && isAll(one));
      const denies = statements.some(
        (one) => one.effect === 'Deny' && one.conditions.length === 0 && isAll(one),
      );
      return allows.length > 0 && !denies ? fail({ ...evidence, statements: allows }) : pass(evidence);
    },
  });
};

export const cloudtrailFullAccess = fullAccess({
  id: 'iam_policy_no_full_access_to_cloudtrail',
  service: 'cloudtrail',
  resources: 'trail/*',
  title: 'Attached customer managed policy allows everything in CloudTrail',
  risk: 'Its holders can stop or delete the trails that would tell what they did.',
  text: 'Allow reading trails and looking up events; leave StopLogging, UpdateTrail and DeleteTrail to few.',
  url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/security_iam_id-based-policy-examples.html',
});

export const kmsFullAccess = fullAccess({
  id: 'iam_policy_no_full_access_to_kms',
  service: 'kms',
  resources: 'key/*',
  title: 'Attached customer managed policy allows everything in KMS',
  risk: 'Its holders can read whatever is encrypted, and schedule the deletion of the keys.',
  text: 'Allow the cryptographic actions that are needed, on the keys that are needed.',
  url: 'https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html',
});

/**
 * `ec2:*`, `*`, or NotAction, which gives out whole services that it does not name. Security Hub's IAM.21; its rule
 * leaves out policies that only serve as a permissions boundary, for a boundary grants nothing.
 * docs.aws.amazon.com/config/latest/developerguide/iam-policy-no-statements-with-full-access.html
 */
export const wildcardServices = control({
  id: 'iam_policy_no_wildcard_services',
  on: iamManagedPolicy,
  severity: 'low',
  class: 'security',
  title: 'Customer managed policy allows all actions of a service',
  risk: 'It gives out rights that nobody asked for, those that AWS adds later among them.',
  remediation: {
    text: 'Name the actions, or a prefix of them such as ec2:Describe*.',
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  },
  needs: ['document'],
  decide: ({ awsManaged, attachmentCount, boundaryCount, document }) => {
    const evidence = { awsManaged, attachmentCount, boundaryCount };
    if (awsManaged || (boundaryCount > 0 && attachmentCount === 0)) return notApplicable(evidence);
    const wide = (document?.statements ?? []).filter((one) => one.effect === 'Allow' && isWide(one));
    return wide.length === 0 ? pass(evidence) : fail({ ...evidence, statements: wide });
  },
});

const isWide = ({ actions, notActions }: Statement): boolean =>
  notActions !== null || (actions ?? []).some((action) => matchesPattern(action, `${serviceOf(action)}:*`));

const serviceOf = (action: string): string => action.split(':')[0] ?? '';
