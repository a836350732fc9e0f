import { Injectable } from '@nestjs/common';
import { AwsClients, type Aws } from '../../../platform/aws/index.js';
import { AccountsService } from '../../access/index.js';
import { asking } from './aws-refused.js';
import { bootMark, commandOf, invocationOf, nodesOf, patchedOf, send } from './commands.js';
import { instancesOf, isWell, targetGroupsOf } from './instances.js';
import {
  PatchingAws,
  type Instance,
  type Invocation,
  type Kept,
  type Node,
  type Patched,
  type Place,
  type Readiness,
  type RootReplacement,
  type Tags,
  type WantedCommand,
} from './patching-aws.js';
import { createImage, createSnapshots, keptBy, readinessOf, replacementOf, replaceRoot } from './volumes.js';

/** The real one: EC2, Systems Manager and load balancers by the role for changes. */
@Injectable()
export class LivePatchingAws extends PatchingAws {
  readonly pace = {
    pollMs: 10_000,
    visibleAfterMs: 30_000,
    backWithinMs: 45 * 60_000,
    wellWithinMs: 20 * 60_000,
    busyMs: 10 * 60_000,
  };

  constructor(
    private readonly clients: AwsClients,
    private readonly accounts: AccountsService,
  ) {
    super();
  }

  instances(place: Place, ids: readonly string[]): Promise<Instance[]> {
    return this.#in(place, 'ec2:DescribeInstances', (aws) => instancesOf(aws, ids));
  }
  targetGroups(place: Place, ids: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const of = 'elasticloadbalancing:DescribeTargetHealth';
    return this.#in(place, of, (aws) => targetGroupsOf(aws, ids));
  }
  nodes(place: Place, ids: readonly string[]): Promise<Node[]> {
    return this.#in(place, 'ssm:DescribeInstanceInformation', (aws) => nodesOf(aws, ids));
  }
  isWell(place: Place, instanceId: string): Promise<boolean> {
    return this.#in(place, 'ec2:DescribeInstanceStatus', (aws) => isWell(aws, instanceId));
  }
  bootMark(place: Place, instance: Pick<Instance, 'instanceId' | 'isWindows'>): Promise<string | undefined> {
    return this.#in(place, 'ssm:SendCommand', (aws) => bootMark(aws, instance));
  }

  snapshot(place: Place, instance: Instance, tags: Tags): Promise<Kept> {
    return this.#in(place, 'ec2:CreateSnapshots', (aws) => createSnapshots(aws, instance, tags));
  }
  image(place: Place, instance: Instance, tags: Tags): Promise<Kept> {
    return this.#in(place, 'ec2:CreateImage', (aws) => createImage(aws, instance, tags));
  }
  kept(place: Place, instance: Instance, step: string, kind: 'ebs' | 'ami'): Promise<Kept | undefined> {
    const of = kind === 'ebs' ? 'ec2:DescribeSnapshots' : 'ec2:DescribeImages';
    return this.#in(place, of, (aws) => keptBy(aws, instance, step, kind));
  }
  readiness(place: Place, kept: Kept): Promise<Readiness> {
    const of = kept.imageId === null ? 'ec2:DescribeSnapshots' : 'ec2:DescribeImages';
    return this.#in(place, of, (aws) => readinessOf(aws, kept));
  }

  send(place: Place, command: WantedCommand): Promise<string> {
    return this.#in(place, 'ssm:SendCommand', (aws) => send(aws, command));
  }
  commandOf(
    place: Place,
    command: Pick<WantedCommand, 'instanceId' | 'document' | 'comment'>,
    since: Date,
  ): Promise<string | undefined> {
    return this.#in(place, 'ssm:ListCommands', (aws) => commandOf(aws, command, since));
  }
  invocation(place: Place, commandId: string, instanceId: string): Promise<Invocation | undefined> {
    return this.#in(place, 'ssm:GetCommandInvocation', (aws) => invocationOf(aws, commandId, instanceId));
  }
  patches(place: Place, instanceId: string): Promise<Patched> {
    return this.#in(place, 'ssm:DescribeInstancePatches', (aws) => patchedOf(aws, instanceId));
  }

  reboot(place: Place, instanceId: string): Promise<void> {
    return this.#in(place, 'ec2:RebootInstances', async (aws) => {
      await (await aws.ec2()).rebootInstances({ InstanceIds: [instanceId] });
    });
  }
  replaceRoot(place: Place, wanted: RootReplacement): Promise<string> {
    return this.#in(place, 'ec2:CreateReplaceRootVolumeTask', (aws) => replaceRoot(aws, wanted));
  }
  replacement(place: Place, taskId: string): Promise<Readiness> {
    return this.#in(place, 'ec2:DescribeReplaceRootVolumeTasks', (aws) => replacementOf(aws, taskId));
  }

  async #in<T>(place: Place, of: string, ask: (aws: Aws) => Promise<T>): Promise<T> {
    const { tenantId, accountId, region, sessionName } = place;
    const account = await this.accounts.remediationAccountOf(tenantId, accountId, sessionName);
    return asking(of, () => ask(this.clients.for(account, region)));
  }
}
