import { control, fail, notApplicable, pass } from '../../control.js';
import { isFixed, isOn, requiresKey } from '../../policy/condition.js';
import { type Condition, type Statement, touchesAction } from '../../policy/index.js';
import { iamRole, isServiceLinked } from '../../resources/iam/role.js';

/** Keys by which a service says for whom it acts: IAM/latest/UserGuide/confused-deputy.html. */
const SOURCE_KEYS = ['aws:SourceAccount', 'aws:SourceArn', 'aws:SourceOrgID', 'aws:SourceOrgPaths'];

const namesSource = (condition: Condition): boolean =>
  requiresKey(condition) && SOURCE_KEYS.some((key) => isOn(condition, key)) && isFixed(condition);

const servicesIn = ({ principals }: Statement): string[] =>
  (principals ?? []).filter(({ type }) => type === 'Service').map(({ id }) => id);

/**
 * Not every service sends the keys when it assumes a role for code of the account itself (EC2 does not): those go
 * into `exceptServices`.
 */
export const roleConfusedDeputy = control({
  id: 'iam_role_cross_service_confused_deputy_prevention',
  on: iamRole,
  severity: 'high',
  class: 'security',
  title: 'Role trusts an AWS service on whoever’s behalf it acts',
  risk: 'Somebody in another account may get the service to use this role for them.',
  remediation: {
    text: 'Add a condition on aws:SourceArn or aws:SourceAccount to the statement that lets the service in.',
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  },
  needs: ['trustPolicy'],
  parameters: { exceptServices: [] as readonly string[] },
  decide: (role, { parameters: { exceptServices } }) => {
    if (isServiceLinked(role)) return notApplicable({ path: role.path });
    const trusts = (role.trustPolicy?.statements ?? [])
      .filter((one) => one.effect === 'Allow' && touchesAction(one, 'sts:AssumeRole'))
      .map((one) => ({
        services: servicesIn(one).filter((service) => !exceptServices.includes(service)),
        isTied: one.conditions.some(namesSource),
      }))
      .filter(({ services }) => services.length > 0);
    if (trusts.length === 0) return notApplicable({ services: [] });
    const open = trusts.filter(({ isTied }) => !isTied).flatMap(({ services }) => services);
    const services = trusts.flatMap((trust) => trust.services);
    return open.length > 0 ? fail({ withoutCondition: open }) : pass({ services });
  },
});
