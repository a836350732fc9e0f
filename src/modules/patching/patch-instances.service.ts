import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { AppError } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { Guardrails, PATCH_INSTALLATION, refusal, type Policy } from '../remediation/index.js';
import type { PatchOptions } from '../workflows/index.js';
import { AwsRefused } from './aws/aws-refused.js';
import { PatchingAws, type Instance, type Node, type Place } from './aws/patching-aws.js';
import { placeOf } from './batch-runs.js';
import type { Batchable } from './domain/batches.js';
import type { InstanceFacts, WantedInstance } from './domain/installation.js';

/** An instance as it was found for a plan. */
export interface PlannedInstance extends WantedInstance, Batchable {
  /** Why nothing will be installed on it; null: it can be. */
  reason: string | null;
  facts: InstanceFacts | null;
  notes: string[];
}

const ASG_TAG = 'aws:autoscaling:groupName';
const GROUP_TAG = 'shepherd:group';

/** Finds out how instances are that somebody wants patched, and which of them may be. */
@Injectable()
export class PatchInstances {
  constructor(
    private readonly database: Database,
    private readonly aws: PatchingAws,
    private readonly guardrails: Guardrails,
    private readonly clock: Clock,
  ) {}

  /** Changes nothing. @throws AwsRefused where AWS cannot be asked just now */
  async look(
    tenantId: string,
    installationId: string,
    wanted: readonly WantedInstance[],
    options: PatchOptions,
  ): Promise<PlannedInstance[]> {
    const policies = await this.policies(tenantId, wanted);
    const places = new Map<string, WantedInstance[]>();
    for (const one of wanted) {
      const key = `${one.accountId} ${one.region}`;
      places.set(key, [...(places.get(key) ?? []), one]);
    }
    const planned: PlannedInstance[] = [];
    for (const instances of places.values()) {
      const [{ accountId, region } = { accountId: '', region: '' }] = instances;
      const place = placeOf({ tenantId, accountId, region }, installationId);
      planned.push(...(await this.#lookAt(place, instances, policies.get(accountId), options)));
    }
    return planned;
  }

  async policies(
    tenantId: string,
    wanted: readonly Pick<WantedInstance, 'accountId'>[],
  ): Promise<ReadonlyMap<string, Policy>> {
    const accountIds = [...new Set(wanted.map(({ accountId }) => accountId))];
    return this.database.withTenant(tenantId, (tx) => this.guardrails.policiesOf(tx, tenantId, accountIds));
  }

  async #lookAt(
    place: Place,
    wanted: readonly WantedInstance[],
    policy: Policy | undefined,
    options: PatchOptions,
  ): Promise<PlannedInstance[]> {
    const { accountId, region } = place;
    // asked before AWS is: an account in which nothing may be changed is not entered by the role for changes
    const shut = policy && refusal(policy, { ...this.#attempt(accountId, region), tags: {} });
    if (shut !== undefined) return wanted.map((one) => refused(one, shut));
    try {
      const ids = wanted.map(({ instanceId }) => instanceId);
      const [found, nodes] = await Promise.all([this.aws.instances(place, ids), this.aws.nodes(place, ids)]);
      const targets = await this.#targetGroups(place, ids);
      return wanted.map((one) => {
        const instance = found.find(({ instanceId }) => instanceId === one.instanceId);
        if (instance === undefined)
          return refused(one, `${one.instanceId} is not an EC2 instance of ${accountId} in ${region}`);
        const node = nodes.find(({ instanceId }) => instanceId === one.instanceId);
        const attempted = { ...this.#attempt(accountId, region), tags: instance.tags };
        const reason = cannotBe(instance, node, options) ?? (policy && refusal(policy, attempted)) ?? null;
        const groups = typeof targets === 'string' ? [] : (targets.get(one.instanceId) ?? []);
        return toPlanned(one, instance, reason, groups, typeof targets === 'string' ? [targets] : []);
      });
    } catch (error) {
      if (error instanceof AwsRefused && error.again) throw error;
      if (error instanceof AwsRefused || error instanceof AppError)
        return wanted.map((one) => refused(one, error.message));
      throw error;
    }
  }

  /** Instances of a target group do the same work: one at a time. In words why they are not known, where they are not. */
  async #targetGroups(place: Place, ids: readonly string[]): Promise<ReadonlyMap<string, string[]> | string> {
    try {
      return new Map(await this.aws.targetGroups(place, ids));
    } catch (error) {
      if (!(error instanceof AwsRefused) || error.again) throw error;
      return `Its target groups are not known: ${error.message}`;
    }
  }

  #attempt(accountId: string, region: string) {
    return { accountId, region, fixId: PATCH_INSTALLATION, now: this.clock.now() };
  }
}

function cannotBe(instance: Instance, node: Node | undefined, options: PatchOptions): string | undefined {
  const { instanceId, state, rootDevice } = instance;
  if (state !== 'running') return `${instanceId} is ${state}`;
  if (node === undefined) return `${instanceId} is not managed by Systems Manager`;
  if (node.pingStatus !== 'Online') return `The agent of ${instanceId} is ${node.pingStatus}`;
  if (options.snapshot !== 'none' && (rootDevice !== 'ebs' || instance.rootVolumeId === null))
    return `${instanceId} has its root on ${rootDevice}: no snapshot can be taken of it`;
  return undefined;
}

const refused = (one: WantedInstance, reason: string): PlannedInstance => ({
  ...{ ...one, reason, zone: null, groups: [], facts: null, notes: [] },
});

function toPlanned(
  one: WantedInstance,
  instance: Instance,
  reason: string | null,
  targetGroups: readonly string[],
  notes: string[],
): PlannedInstance {
  const { zone, rootVolumeId, volumeIds, isWindows, privateIp, tags } = instance;
  const { [ASG_TAG]: asg, [GROUP_TAG]: own } = tags;
  const warning = `It is of the Auto Scaling group ${asg ?? ''}, which may replace it while it restarts`;
  return {
    ...{ ...one, reason, zone, facts: { rootVolumeId, volumeIds, isWindows, privateIp, tags } },
    groups: [
      ...(asg === undefined ? [] : [`asg/${asg}`]),
      ...(own === undefined ? [] : [`group/${own}`]),
      ...targetGroups.map((name) => `target-group/${name}`),
    ],
    notes: [...notes, ...(asg === undefined ? [] : [warning])],
  };
}
