import { Refused } from './options.mjs';

/**
 * The role by which ECS attaches tasks to networks and load balancers, one in an account. ECS makes it when it is first
 * used, but a cluster with capacity providers, or a service that follows at once, fails for want of it ("Unable to
 * assume the service linked role"), and as a resource of a stack it would collide with one that is there. Those of RDS,
 * ElastiCache, Elastic Load Balancing and Application Auto Scaling are made by AWS in time; all of them need
 * iam:CreateServiceLinkedRole (ECS developer guide, "Using service-linked roles").
 */
export const ECS_ROLE = 'AWSServiceRoleForECS';
const SERVICE = 'ecs.amazonaws.com';
/** What IAM says of one that is there: InvalidInput, "… has been taken in this account". */
const IS_THERE = /has been taken|already exists/i;

/**
 * Makes the role unless it is there; a dry run says so.
 * @param {{ iam: object, out: import('../output.mjs').Output, mode: string, counts: { created: number } }} context
 * @throws Refused where it may not be made
 */
export async function ensureEcsRole({ iam, out, mode, counts }) {
  const { Roles = [] } = await iam.listRoles({ PathPrefix: `/aws-service-role/${SERVICE}/` });
  if (Roles.length > 0) return;
  if (mode !== 'deploy') {
    counts.created++;
    out.done(`would create the service-linked role ${ECS_ROLE}`);
    return;
  }
  try {
    await iam.createServiceLinkedRole({ AWSServiceName: SERVICE });
  } catch (error) {
    if (IS_THERE.test(error.message)) return;
    if (/^AccessDenied/.test(error.name))
      throw new Refused(
        `The role ${ECS_ROLE} is not there, and may not be made by these credentials. Once in an account, somebody who may: aws iam create-service-linked-role --aws-service-name ${SERVICE}`,
        { cause: error },
      );
    throw error;
  }
  counts.created++;
  out.done(`created the service-linked role ${ECS_ROLE}`);
}
