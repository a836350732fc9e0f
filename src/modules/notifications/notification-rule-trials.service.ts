import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { invalid } from '../../shared/app-error.js';
import type { Recipient } from './domain/destination.js';
import { audibleAt } from './domain/rules/quiet-hours.js';
import { asksForAction, namedIn } from './domain/rules/subject.js';
import { readingsOfRules, toldOf, type Told } from './domain/rules/told.js';
import { FactPlanning, type Plan, type RulePlan } from './fact-planning.service.js';
import type { RulesTrial, TryRules } from './notification-rules.schemas.js';
import { chosen, Recipients, type Reachable } from './recipients.service.js';

const MINUTE_MS = 60_000;
const NOTHING: RulesTrial = { matches: [], tellings: [], refused: [], message: null };

/** Tries rules on a fact that somebody makes up. */
@Injectable()
export class NotificationRuleTrials {
  constructor(
    private readonly database: Database,
    private readonly planning: FactPlanning,
    private readonly recipients: Recipients,
  ) {}

  /**
   * Whom it would be told now, when and with which words; writes nothing.
   * @throws AppError INVALID naming each bad field of the payload
   */
  async test({ tenantId }: Caller, { fact, payload }: TryRules): Promise<RulesTrial> {
    const read = readingsOfRules[fact].safeParse(payload);
    if (!read.success) {
      throw invalid(
        read.error.issues.map(({ path, message }) => ({ path: ['payload', ...path].join('.'), message })),
      );
    }
    const told = toldOf(fact, payload);
    const accounts = await this.recipients.accountsOf(tenantId, namedIn(told));
    return this.database.withTenant(tenantId, async (tx) => {
      const now = await this.database.now(tx);
      const happened = { tenantId, id: 'fact_of_a_trial', told, createdAt: now, accounts };
      const plan = await this.planning.plan(tx, happened, now, true);
      if (plan === undefined) return NOTHING;
      return trialOf(told, plan, await this.recipients.reachable(tx, tenantId, accounts), now);
    });
  }
}

function trialOf(told: Told, { rules, intended, refused, message }: Plan, reachable: Reachable, now: Date) {
  const shown = shownBy(reachable);
  const escalationOf = ({ rule }: RulePlan) => {
    if (rule.escalation === null || !asksForAction(told)) return null;
    const at = new Date(now.getTime() + rule.escalation.afterMinutes * MINUTE_MS);
    const recipients = chosen(reachable, rule.escalation.channels).map(shown);
    return { at: audibleAt(rule.quietHours, message.severity, at), recipients };
  };
  return {
    matches: rules.map((one) => ({
      ...{
        ruleId: one.rule.id,
        name: one.rule.name,
        recipients: one.recipients.map(shown),
        dueAt: one.dueAt,
      },
      ...{ isDigest: one.rule.delivery !== 'immediate', escalation: escalationOf(one) },
    })),
    tellings: intended.map(({ recipient, ...rest }) => ({ recipient: shown(recipient), ...rest })),
    refused,
    message: intended.length === 0 ? null : message,
  };
}

const shownBy =
  ({ channels }: Reachable) =>
  (recipient: Recipient): { channelId: string | null; name: string } => {
    if ('target' in recipient) {
      const { target } = recipient;
      return { channelId: null, name: target.type === 'email' ? target.to : target.topicArn };
    }
    const { channelId } = recipient;
    return { channelId, name: channels.find(({ id }) => id === channelId)?.name ?? channelId };
  };
