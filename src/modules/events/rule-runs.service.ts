import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { AppError } from '../../shared/app-error.js';
import { isLoop, RUNS_PER_MINUTE } from './domain/event-rule.js';
import type { RuleAction } from './event-rules.schemas.js';
import { EventRuleStore, type EventRuleRow } from './event-rules.store.js';
import { eventMatched } from './facts.js';
import { RuleActions } from './rule-actions.service.js';
import { RuleRunStore, type RuleRunRow, type RuleSource, type RunEnd } from './rule-runs.store.js';

type Ready = { run: RuleRunRow; rule: EventRuleRow; source: RuleSource };

const LIMITED = `rate_limited: the rule has run ${RUNS_PER_MINUTE} times within a minute`;

/** Does the runs of event rules, each once, and notes how they ended. */
@Injectable()
export class EventRuleRuns {
  constructor(
    private readonly database: Database,
    private readonly store: RuleRunStore,
    private readonly rules: EventRuleStore,
    private readonly actions: RuleActions,
    private readonly outbox: Outbox,
  ) {}

  /** Safe to run twice. @throws what is worth another attempt */
  async run(tenantId: string, runId: string, signal: AbortSignal): Promise<void> {
    const ready = await this.database.withTenant(tenantId, (tx) => this.#begin(tx, tenantId, runId));
    if (ready === undefined) return;
    await correlation.run(ready.run.correlationId, async () => {
      const { action } = ready.rule;
      if (action.type === 'notify') return this.#notify(ready, action);
      const end = await this.#do(action, ready, signal);
      await this.database.withTenant(tenantId, (tx) => this.store.end(tx, ready.run, end));
    });
  }

  /** No attempt is left: in the transaction that says so. */
  async giveUp(tx: Tx, tenantId: string, runId: string, error: string): Promise<void> {
    await this.store.end(tx, { id: runId, tenantId }, { status: 'failed', error });
  }

  /** What is to be done; undefined where nothing is, which is then noted. */
  async #begin(tx: Tx, tenantId: string, runId: string): Promise<Ready | undefined> {
    const run = await this.store.find(tx, tenantId, runId);
    if (run?.status !== 'queued') return undefined;
    const rule = await this.rules.find(tx, tenantId, run.ruleId);
    const source = await this.store.source(tx, tenantId, run.sourceId);
    const skip = (error: string) => this.store.end(tx, run, { status: 'skipped', error });
    if (rule === undefined) await skip('rule_deleted');
    else if (!rule.enabled) await skip('rule_disabled');
    else if (source === undefined) await skip('event_gone');
    else if (isLoop(source.envelope, rule.action.type))
      await skip('loop: an event rule has started what this tells of');
    else if ((await this.store.before(tx, run, RUNS_PER_MINUTE)) >= RUNS_PER_MINUTE) await skip(LIMITED);
    else return { run, rule, source };
    return undefined;
  }

  async #do(
    action: Exclude<RuleAction, { type: 'notify' }>,
    { run, rule, source }: Ready,
    signal: AbortSignal,
  ): Promise<RunEnd> {
    const actor = { tenantId: run.tenantId, owner: rule.savedBy, keyId: rule.savedByKey };
    try {
      return await this.actions.do(action, { actor, run, source, signal });
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'UNAVAILABLE' || error.code === 'INTERNAL')
        throw error;
      return { status: 'failed', error: said(error) };
    }
  }

  /** The fact commits with the run's end. */
  async #notify(
    { run, rule, source }: Ready,
    { targets }: Extract<RuleAction, { type: 'notify' }>,
  ): Promise<void> {
    const { tenantId, id: runId, sourceId } = run;
    const { envelope } = source;
    const touched = source.resources.map(({ arn }) => arn);
    const payload = {
      ...{ ruleId: rule.id, ruleName: rule.name, runId, sourceId, targets, eventId: envelope.id },
      ...{ source: envelope.source, detailType: envelope['detail-type'], time: envelope.time },
      ...{ accountId: envelope.account, region: envelope.region },
      resourceArns: [...new Set([...touched, ...envelope.resources])],
      detail: envelope.detail,
    };
    await this.database.withTenant(tenantId, async (tx) => {
      const result = { type: 'notification', id: runId };
      if (!(await this.store.end(tx, run, { status: 'succeeded', result }))) return;
      await this.outbox.write(tx, tenantId, eventMatched, [{ key: rule.id, payload }]);
    });
  }
}

/** With its details: a run has one line for them. */
const said = ({ message, details = [] }: AppError): string =>
  details.length === 0 ? message : details.map((one) => `${one.path}: ${one.message}`).join('; ');
