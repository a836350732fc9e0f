import type { CloudFormation } from '@aws-sdk/client-cloudformation';
import { templateOf, templateText } from './template-yaml.js';

/** Stacks of the home account, in their order (deploy/templates/README.md). */
export const HOME_STACKS = ['keys', 'network', 'endpoints', 'data', 'messages', 'roles', 'service', 'watch'];

/**
 * What moto 5.2.5 cannot say, or stumbles over: secrets, caches, full names of load balancers, names of parameter
 * groups; of what is left out of a list of containers it makes a container.
 */
export const INSTEAD_OF_AWS: Readonly<Record<string, string>> = {
  DatabaseParameterGroup: 'default.postgres18',
  ...Object.fromEntries(
    ['Database', 'RedisUrl', 'ApiKey'].map((of) => [
      `${of}SecretArn`,
      `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${of}`,
    ]),
  ),
  CacheId: 'shepherd',
  CollectorImage: 'example.com/collector@sha256:0',
  LoadBalancerName: 'app/shepherd/1',
  TargetGroupName: 'targetgroup/shepherd/1',
  ClusterName: 'shepherd',
  ApiServiceName: 'api',
  WorkerServiceName: 'worker',
  LogGroupName: '/shepherd',
};

export interface Made {
  outputs: Record<string, string>;
  /** Physical ids by what the template calls them. */
  ids: Record<string, string>;
  /** Types of which the template wants a resource (its condition holds), and none was made. */
  missing: string[];
}

/** Makes stacks as `npm run deploy` does: an output is the parameter of the same name of the stacks after it. */
export class Stacks {
  readonly outputs: Record<string, string> = {};
  readonly made: Record<string, Made> = {};

  constructor(
    readonly cloudformation: CloudFormation,
    readonly environment: string,
    readonly given: Readonly<Record<string, string>>,
  ) {}

  async make(template: string): Promise<Made> {
    const { Parameters, Resources } = templateOf(template);
    const known: Record<string, string> = { Environment: this.environment, ...this.outputs, ...this.given };
    const StackName = `compliance-shepherd-${this.environment}-${template}`;
    await this.cloudformation.createStack({
      StackName,
      TemplateBody: templateText(template),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: Object.keys(Parameters).flatMap((ParameterKey) => {
        const ParameterValue = known[ParameterKey];
        return ParameterValue === undefined ? [] : [{ ParameterKey, ParameterValue }];
      }),
    });
    const { Stacks: [stack] = [] } = await this.cloudformation.describeStacks({ StackName });
    if (stack?.StackStatus !== 'CREATE_COMPLETE') {
      throw new Error(`${StackName}: ${stack?.StackStatus ?? 'none'} ${stack?.StackStatusReason ?? ''}`);
    }
    const { StackResources = [] } = await this.cloudformation.describeStackResources({ StackName });
    const outputs = Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
    Object.assign(this.outputs, outputs);
    const ids = Object.fromEntries(
      StackResources.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
        LogicalResourceId,
        PhysicalResourceId,
      ]),
    );
    const missing = Object.entries(Resources)
      .filter(([name, { Condition }]) => !(name in ids) && Condition === undefined)
      .map(([, { Type }]) => Type);
    const made = { outputs, ids, missing: [...new Set(missing)].sort() };
    this.made[template] = made;
    return made;
  }
}
