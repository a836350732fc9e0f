import { Injectable } from '@nestjs/common';
import type { Aws } from '../../platform/aws/index.js';
import { ResourceStates } from '../scanning/index.js';
import { AwsCalls } from './aws/aws-calls.js';
import { PermissionCheck } from './aws/permission-check.js';
import { actionsOf } from './domain/call.js';
import type { ChangePlan, PlannedChange, WantedChange } from './domain/change.js';
import type { Fix, FixPlan, State, Target } from './domain/fix.js';
import { refusal, type Policy } from './domain/guardrails.js';
import { settingsOf } from './domain/guarded-fixes.js';
import { stateHash } from './domain/state-hash.js';
import { targetOf } from './domain/target.js';
import { readRefusal } from './failure-words.js';

/** A change whose fix is known and whose account was entered. */
export interface Asked {
  tenantId: string;
  wanted: WantedChange;
  fix: Fix;
  policy: Policy;
  aws: Aws;
  roleName: string;
  now: Date;
}

/** Nothing is to be done: not allowed or not possible, or not needed. */
class NotPlanned extends Error {
  constructor(
    readonly status: 'refused' | 'unneeded',
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** How a resource is now: what the fix reads, and what its control says. */
interface Seen {
  state: State;
  tags: Record<string, string>;
  evidence: Record<string, unknown>;
}

/** Plans one fix of one resource, by looking at it. */
@Injectable()
export class ResourcePlanning {
  constructor(
    private readonly calls: AwsCalls,
    private readonly states: ResourceStates,
    private readonly permissions: PermissionCheck,
  ) {}

  /** @throws the signal's reason */
  async plan(asked: Asked, signal: AbortSignal): Promise<PlannedChange> {
    const { wanted, fix } = asked;
    const change = { ...wanted, fixId: fix.id };
    try {
      const settings = settingsFor(asked);
      const { state, tags, evidence } = await this.#look(asked, signal);
      const target = targetOf({ ...wanted, tags }, asked.aws);
      const planned = fix.plan({ target, state, evidence, settings, now: asked.now });
      const plan = await this.#checked(asked, planned, target, state);
      signal.throwIfAborted();
      return { ...change, tags, status: 'planned', reason: null, plan, before: state };
    } catch (error) {
      if (!(error instanceof NotPlanned)) throw error;
      const { status, reason } = error;
      return { ...change, status, reason, plan: null, before: null };
    }
  }

  async #look(asked: Asked, signal: AbortSignal): Promise<Seen> {
    const { tenantId, wanted, fix, policy, aws, roleName, now } = asked;
    const { resourceArn: arn, resourceType: type, accountId, region, controlId } = wanted;
    const state = await this.calls.state(aws, fix, targetOf(wanted, aws)).catch((error: unknown) => {
      throw new NotPlanned('refused', readRefusal(error, fix, roleName));
    });
    signal.throwIfAborted();
    const seen = await this.states.look(tenantId, { arn, type, accountId, region }, controlId, signal);
    if (seen.outcome === 'absent') throw new NotPlanned('refused', 'It is not there any more');
    if (seen.outcome === 'failed') {
      // a containment goes by no control: what the inventory knows of the tags has been looked at
      if (controlId === null) return { state, tags: wanted.tags, evidence: {} };
      const words = `It could not be looked at (${seen.code}: ${seen.message})`;
      throw new NotPlanned('refused', seen.again ? `${words}: try again` : words);
    }
    const exempt = refusal(policy, { accountId, region, fixId: fix.id, tags: seen.tags, now });
    if (exempt !== undefined) throw new NotPlanned('refused', exempt);
    const { decision } = seen;
    if (decision === null) return { state, tags: seen.tags, evidence: {} };
    const { verdict, evidence } = decision;
    if (verdict === 'pass') throw new NotPlanned('unneeded', `The control ${controlId} passes`);
    if (verdict !== 'fail')
      throw new NotPlanned(
        'refused',
        `The control ${controlId} says ${verdict}: ${JSON.stringify(evidence)}`,
      );
    return { state, tags: seen.tags, evidence };
  }

  /** What the fix wants, where the role may do all of it. */
  async #checked(asked: Asked, planned: FixPlan, target: Target, state: State): Promise<ChangePlan> {
    const { fix, aws, roleName } = asked;
    if (planned.does === 'refuse') throw new NotPlanned('refused', planned.reason);
    if (planned.does === 'nothing') throw new NotPlanned('unneeded', planned.reason);
    const { does: _, ...told } = planned;
    const { calls } = told;
    // the fix's own list has what taking it back needs, which only the answers of the calls would tell
    const actions = [...fix.actions, ...calls.flatMap(actionsOf)];
    const missingPermissions = await this.permissions.missing(aws, actions, target.arn);
    if (missingPermissions !== null && missingPermissions.length > 0)
      throw new NotPlanned('refused', `The role ${roleName} is not allowed ${missingPermissions.join(', ')}`);
    const { title, loses = null } = fix;
    return { ...told, title, loses, stateHash: stateHash(state), missingPermissions };
  }
}

/** What the tenant has set for the fix. @throws NotPlanned naming what is missing or wrong */
function settingsFor({ fix, policy }: Asked): Record<string, unknown> {
  const read = settingsOf(fix, policy.fixSettings[fix.id]);
  if ('settings' in read) return read.settings;
  const words = read.problems.map(({ path, message }) => `fixSettings.${path}: ${message}`);
  throw new NotPlanned('refused', `The guardrails lack a setting of the fix: ${words.join('; ')}`);
}
