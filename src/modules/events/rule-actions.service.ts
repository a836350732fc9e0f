import { Injectable } from '@nestjs/common';
import { AppError } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { KnownResources, ScansService, startScan } from '../scanning/index.js';
import { OutsideTargets } from '../schedules/index.js';
import { RULE_SOURCE, type WorkflowAction } from './domain/event-rule.js';
import { OWN_SOURCE } from './domain/own-event.js';
import type { RuleAction } from './event-rules.schemas.js';
import type { RuleRunRow, RuleSource, RunEnd } from './rule-runs.store.js';
import { RuleWorkflows } from './rule-workflows.service.js';

/** Limits of SNS and of Lambda's asynchronous events. */
const MAX_MESSAGE_BYTES = 262_144;

export interface Doing {
  actor: Actor;
  run: RuleRunRow;
  source: RuleSource;
  signal: AbortSignal;
}

/** Does what a rule says, once for each run: its id is the key by which nothing is started twice. */
@Injectable()
export class RuleActions {
  constructor(
    private readonly workflows: RuleWorkflows,
    private readonly scans: ScansService,
    private readonly known: KnownResources,
    private readonly outside: OutsideTargets,
  ) {}

  /** @throws AppError for what another attempt cannot change; anything else is worth one */
  async do(action: Exclude<RuleAction, { type: 'notify' }>, doing: Doing): Promise<RunEnd> {
    switch (action.type) {
      case 'workflow':
        return this.#startWorkflow(action, doing);
      case 'scan-resource':
        return this.#scanResources(doing);
      case 'scan': {
        const { type: _, ...wanted } = action;
        return this.#scan(startScan.parse(wanted), doing);
      }
      case 'sns':
      case 'lambda': {
        const { actor, source, run, signal } = doing;
        const { envelope } = source;
        if (Buffer.byteLength(JSON.stringify(envelope)) > MAX_MESSAGE_BYTES) {
          throw new AppError('TOO_LARGE', 'The event is larger than 256 KB');
        }
        const result = await this.outside.call(actor, action, envelope, { key: run.id, signal });
        return { status: 'succeeded', result };
      }
    }
  }

  async #startWorkflow(action: WorkflowAction, { actor, run, source }: Doing): Promise<RunEnd> {
    const id = await this.workflows.start(action, { actor, run, event: source.envelope });
    return { status: 'succeeded', result: { type: 'execution', id } };
  }

  /**
   * An event that is described anyway has what it touched evaluated within a second: to scan the same would ask AWS
   * twice. What only the envelope names, and what a fact is about, is scanned where the inventory knows it.
   */
  async #scanResources(doing: Doing): Promise<RunEnd> {
    const { actor, run, source } = doing;
    if (isDescribed(source)) {
      return { status: 'succeeded', result: { type: 'event', id: run.sourceId } };
    }
    const touched = source.resources.filter(({ change }) => change !== 'deleted').map(({ arn }) => arn);
    const named = [...new Set([...touched, ...source.envelope.resources])];
    if (named.length === 0) return { status: 'skipped', error: 'no_resource: the event names none' };
    const known = await this.known.of(actor.tenantId, { findingIds: [], resourceArns: named });
    if (known.length === 0) return { status: 'skipped', error: `not_in_inventory: ${named.join(', ')}` };
    const resourceArns = known.map(({ arn }) => arn);
    const accountIds = [...new Set(known.map(({ accountId }) => accountId))];
    return this.#scan({ scanType: 'targeted', resourceArns, accountIds }, doing);
  }

  /** A scan of equal scope that is under way is joined: two would read the same. */
  async #scan(wanted: Parameters<ScansService['start']>[1], { actor, run }: Doing): Promise<RunEnd> {
    try {
      const options = { source: RULE_SOURCE, join: true, requestKey: run.id };
      const { scanId } = await this.scans.start(actor, wanted, options);
      return { status: 'succeeded', result: { type: 'scan', id: scanId } };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'PRECONDITION_FAILED')
        return { status: 'skipped', error: `no_account: ${error.message}` };
      // the scan to be joined has ended meanwhile: another attempt starts one
      if (error.code === 'CONFLICT') throw new Error(error.message, { cause: error });
      throw error;
    }
  }
}

const DESCRIBED: readonly (string | null)[] = ['retrying', 'processed', 'coalesced', 'stale'];

const isDescribed = ({ envelope, resources, disposition }: RuleSource): boolean =>
  envelope.source !== OWN_SOURCE &&
  DESCRIBED.includes(disposition) &&
  resources.some(({ type }) => type !== null);
