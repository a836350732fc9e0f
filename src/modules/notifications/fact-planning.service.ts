import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { Recipient } from './domain/destination.js';
import type { Message } from './domain/message.js';
import { SCAN_FINISHED } from './domain/rules/default-rules.js';
import { gatheredAt, GATHERING_ENDS_MS } from './domain/rules/delivery-times.js';
import { matches } from './domain/rules/matching.js';
import { oncePerRecipient, type Intended } from './domain/rules/plan.js';
import { repeatedAt } from './domain/rules/repetition.js';
import { dueAt, type Rule } from './domain/rules/rule.js';
import {
  asksForAction,
  followsUp,
  namedIn,
  scanIdOf,
  subjectOf,
  type Subject,
} from './domain/rules/subject.js';
import type { Told } from './domain/rules/told.js';
import { messageOf } from './domain/words/index.js';
import { fixedRules, isFixed } from './fixed-rules.js';
import { AlertStore, DIRECT, type NewAlert } from './notification-alerts.store.js';
import { NotificationRuleStore } from './notification-rules.store.js';
import { ScanMessageStore } from './notification-scans.store.js';
import { chosen, named, Recipients, type AskedAccounts, type Reachable } from './recipients.service.js';

/** A fact that is to be told. */
export interface Happened {
  tenantId: string;
  /** `fact_…`. */
  id: string;
  told: Told;
  createdAt: Date;
  /** Those that its targets are in. */
  accounts: AskedAccounts;
}

/** A rule that wants a fact to be told, and when. */
export interface RulePlan {
  rule: Rule;
  recipients: Recipient[];
  dueAt: Date;
  /** Before quiet hours and digests: from then on it is not repeated for some time. */
  toldAt: Date;
}

export interface Plan {
  subject: Subject;
  message: Message;
  rules: RulePlan[];
  intended: Intended[];
  /** What is to be remembered of it, if it is told. */
  alerts: NewAlert[];
  refused: { target: string; reason: string }[];
}

/** Says whom a fact is told, when and with which words. Writes nothing but when a gathering began. */
@Injectable()
export class FactPlanning {
  constructor(
    private readonly config: Config,
    private readonly rules: NotificationRuleStore,
    private readonly alerts: AlertStore,
    private readonly scans: ScanMessageStore,
    private readonly recipients: Recipients,
  ) {}

  /**
   * @param isTrial nothing at all is written
   * @returns undefined where nobody is to be told anything
   */
  async plan(tx: Tx, happened: Happened, now: Date, isTrial = false): Promise<Plan | undefined> {
    const { tenantId, told, id } = happened;
    const subject = subjectOf(told, id);
    const wanted = await this.#wanted(tx, tenantId, told);
    const isFollowUp = followsUp(told) && subject.threadKey !== null;
    if (wanted.length === 0 && namedIn(told).length === 0 && !isFollowUp && !isEventForAll(told)) {
      return undefined;
    }
    const reachable = await this.recipients.reachable(tx, tenantId, happened.accounts);
    const message = await this.#message(tx, happened);
    const at = subject.isGathered ? await this.#gathered(tx, tenantId, subject, now, isTrial) : now;
    const known = await this.alerts.ofKey(tx, tenantId, subject.repeatKey);
    const severity = message.severity ?? subject.severity;
    const rules = wanted.map((rule): RulePlan => {
      const alert = known.find(({ ruleId }) => ruleId === rule.id);
      const repeated = repeatedAt(alert, rule.repeatAfterMinutes, now);
      const toldAt = repeated > at ? repeated : at;
      return { rule, recipients: byRule(reachable, rule), toldAt, dueAt: dueAt(rule, severity, toldAt) };
    });
    const { direct, refused } = directOf(reachable, told);
    const followers = isFollowUp ? await this.#followers(tx, happened, subject, reachable) : [];
    const intended = oncePerRecipient([
      ...rules.flatMap(ruleIntends),
      ...[...direct, ...followers].map((recipient) => ({
        ...{ recipient, ruleId: null, dueAt: at, isDigest: false },
      })),
    ]);
    const threads = await this.rules.channelsWithThreads(tx, tenantId);
    const alerts = alertsOf({ told, subject, message, rules, direct, threads, now });
    return { subject, message, rules, intended, alerts, refused };
  }

  async #wanted(tx: Tx, tenantId: string, told: Told): Promise<Rule[]> {
    const all = [...fixedRules(this.config, tenantId), ...(await this.rules.enabled(tx, tenantId))];
    const matching = all.filter(({ when }) => matches(when, told));
    // the channels that /api/schedule/config names take the place of all
    const hasOwn = told.fact === 'scan.completed' && (told.payload.notifyChannels ?? []).length > 0;
    return matching.filter(
      ({ defaultKey, channels }) => !(hasOwn && defaultKey === SCAN_FINISHED && channels === 'all'),
    );
  }

  /** Of a request to tell of a scan: the scan's own words, where they are known. */
  async #message(tx: Tx, { tenantId, told, createdAt }: Happened): Promise<Message> {
    const scanId = told.fact === 'notification.requested' ? scanIdOf(told.payload.details) : undefined;
    const scan = scanId === undefined ? undefined : await this.scans.find(tx, tenantId, scanId);
    return scan ?? messageOf(told.fact, told.payload, createdAt);
  }

  async #gathered(
    tx: Tx,
    tenantId: string,
    { groupKey }: Subject,
    now: Date,
    isTrial: boolean,
  ): Promise<Date> {
    const options = { at: now, endsAfterMs: GATHERING_ENDS_MS, begins: !isTrial };
    return gatheredAt(await this.alerts.gathering(tx, tenantId, groupKey, options), now);
  }

  /** Those who know of it, and have it in a thread. */
  async #followers(
    tx: Tx,
    { tenantId, told }: Happened,
    { threadKey }: Subject,
    { channels }: Reachable,
  ): Promise<Recipient[]> {
    if (threadKey === null) return [];
    const enabled = new Set(channels.filter((one) => one.enabled).map(({ id }) => id));
    // an incident goes on after somebody has acknowledged it
    const onlyOpen = !told.fact.startsWith('incident.');
    const all = await this.alerts.recipientsOf(tx, tenantId, threadKey, onlyOpen);
    return all.filter((one) => 'channelId' in one && enabled.has(one.channelId));
  }
}

/** An event rule that names nobody tells all channels. */
const isEventForAll = (told: Told): boolean =>
  told.fact === 'event.matched' && told.payload.targets.length === 0;

/** A topic of the environment has its rule by its name. */
const byRule = (reachable: Reachable, rule: Rule): Recipient[] =>
  isFixed(rule)
    ? reachable.channels
        .filter(({ enabled, environmentKey }) => enabled && environmentKey === rule.name)
        .map(({ id }) => ({ channelId: id }))
    : chosen(reachable, rule.channels);

const ruleIntends = ({ rule, recipients, dueAt: due }: RulePlan): Intended[] =>
  recipients.map((recipient) => ({
    ...{ recipient, ruleId: isFixed(rule) ? null : rule.id, dueAt: due },
    isDigest: rule.delivery !== 'immediate',
  }));

function directOf(reachable: Reachable, told: Told) {
  const direct: Recipient[] = isEventForAll(told) ? chosen(reachable, 'all') : [];
  const refused: Plan['refused'] = [];
  for (const target of new Set(namedIn(told))) {
    const found = named(reachable, target);
    if ('refused' in found) refused.push({ target, reason: found.refused });
    else direct.push(...found.recipients);
  }
  return { direct, refused };
}

interface Remembering {
  told: Told;
  subject: Subject;
  message: Message;
  rules: readonly RulePlan[];
  direct: readonly Recipient[];
  threads: ReadonlySet<string>;
  now: Date;
}

const MINUTE_MS = 60_000;

/** What has to be remembered: repetitions, who has a thread, and what nobody may forget to do. */
function alertsOf({ told, subject, message, rules, direct, threads, now }: Remembering): NewAlert[] {
  const { repeatKey: key, threadKey } = subject;
  const opens = asksForAction(told);
  const inThreads = (recipients: readonly Recipient[]) =>
    opens ? recipients.filter((one) => 'channelId' in one && threads.has(one.channelId)) : [];
  const byRules = rules.flatMap(({ rule, recipients, toldAt }): NewAlert[] => {
    const escalation = opens ? rule.escalation : null;
    const kept = inThreads(recipients);
    if (rule.repeatAfterMinutes === null && escalation === null && kept.length === 0) return [];
    const escalateAt =
      escalation === null ? null : new Date(now.getTime() + escalation.afterMinutes * MINUTE_MS);
    const words = escalation === null ? null : message;
    return [
      {
        ...{ ruleId: rule.id, key, threadKey, at: now, toldAt, recipients: kept },
        message: words,
        escalateAt,
      },
    ];
  });
  const kept = inThreads(direct);
  if (kept.length === 0) return byRules;
  return [
    ...byRules,
    {
      ruleId: DIRECT,
      key,
      threadKey,
      at: now,
      toldAt: now,
      recipients: kept,
      message: null,
      escalateAt: null,
    },
  ];
}
