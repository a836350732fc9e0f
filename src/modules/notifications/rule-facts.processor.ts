import { Injectable } from '@nestjs/common';
import { fact, Subscribes, type Fact, type FactDefinition } from '../../platform/outbox/index.js';
import type { ConditionFact } from './domain/rules/condition.js';
import { readingsOfRules, type FactName } from './domain/rules/told.js';
import { NotificationFacts } from './notification-facts.service.js';
import { NotificationRuleSets } from './notification-rule-sets.js';

const SUBSCRIBER = 'notification-rules';

/** A fact as notifications read it; who publishes it is none of their concern. */
const told = (name: FactName): FactDefinition => fact<unknown>(name, readingsOfRules[name]);

/** Such a fact is heard where a rule wants it: a scan opens thousands of findings that nobody has to be told of. */
const wanted = (name: FactName) => (payload: unknown, tenantId: string, owner: object) =>
  !(owner instanceof RuleFactsOfNotifications) || owner.mayWant(tenantId, name, payload);

/** Ends are heard where it matters what they end, too. */
const wantedEnd =
  (name: FactName, began: ConditionFact) => (payload: unknown, tenantId: string, owner: object) =>
    !(owner instanceof RuleFactsOfNotifications) ||
    owner.mayFollow(tenantId, began) ||
    owner.mayWant(tenantId, name, payload);

/** Hears what only rules want to be told. */
@Injectable()
export class RuleFactsOfNotifications {
  constructor(
    private readonly sets: NotificationRuleSets,
    private readonly facts: NotificationFacts,
  ) {}

  mayWant(tenantId: string, name: FactName, payload: unknown): boolean {
    return this.sets.mayWant(tenantId, name, payload);
  }

  mayFollow(tenantId: string, began: ConditionFact): boolean {
    return this.sets.mayFollow(tenantId, began);
  }

  @Subscribes(told('finding.opened'), SUBSCRIBER, wanted('finding.opened'))
  async findingOpened(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('finding.opened', fact);
  }

  @Subscribes(told('score.changed'), SUBSCRIBER, wanted('score.changed'))
  async scoreChanged(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('score.changed', fact);
  }

  @Subscribes(told('violations.detected'), SUBSCRIBER, wanted('violations.detected'))
  async violationsDetected(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('violations.detected', fact);
  }

  @Subscribes(told('vulnerabilities.detected'), SUBSCRIBER, wanted('vulnerabilities.detected'))
  async vulnerabilitiesDetected(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('vulnerabilities.detected', fact);
  }

  @Subscribes(told('vulnerability-scan.completed'), SUBSCRIBER, wanted('vulnerability-scan.completed'))
  async vulnerabilityScanCompleted(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('vulnerability-scan.completed', fact);
  }

  @Subscribes(told('assessment.completed'), SUBSCRIBER, wanted('assessment.completed'))
  async assessmentCompleted(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('assessment.completed', fact);
  }

  @Subscribes(told('schedule.run.failed'), SUBSCRIBER, wanted('schedule.run.failed'))
  async scheduleRunFailed(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('schedule.run.failed', fact);
  }

  @Subscribes(told('workflow.failed'), SUBSCRIBER, wanted('workflow.failed'))
  async workflowFailed(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('workflow.failed', fact);
  }

  @Subscribes(told('workflow.finished'), SUBSCRIBER, wanted('workflow.finished'))
  async workflowFinished(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('workflow.finished', fact);
  }

  @Subscribes(told('error-rate.high'), SUBSCRIBER, wanted('error-rate.high'))
  async errorRateHigh(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('error-rate.high', fact);
  }

  @Subscribes(told('remediation.completed'), SUBSCRIBER, wanted('remediation.completed'))
  async remediationCompleted(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('remediation.completed', fact);
  }

  @Subscribes(told('remediation.kill-switch.changed'), SUBSCRIBER, wanted('remediation.kill-switch.changed'))
  async remediationKillSwitchChanged(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('remediation.kill-switch.changed', fact);
  }

  @Subscribes(told('patch.approved'), SUBSCRIBER, wanted('patch.approved'))
  async patchApproved(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('patch.approved', fact);
  }

  @Subscribes(told('patch.installed'), SUBSCRIBER, wanted('patch.installed'))
  async patchInstalled(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('patch.installed', fact);
  }

  @Subscribes(
    told('compliance-remediation.completed'),
    SUBSCRIBER,
    wanted('compliance-remediation.completed'),
  )
  async complianceRemediationCompleted(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('compliance-remediation.completed', fact);
  }

  @Subscribes(told('finding.resolved'), SUBSCRIBER, wantedEnd('finding.resolved', 'finding.opened'))
  async findingResolved(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('finding.resolved', fact);
  }

  @Subscribes(told('finding.suppressed'), SUBSCRIBER, wantedEnd('finding.suppressed', 'finding.opened'))
  async findingSuppressed(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('finding.suppressed', fact);
  }

  @Subscribes(
    told('schedule.run.succeeded'),
    SUBSCRIBER,
    wantedEnd('schedule.run.succeeded', 'schedule.run.failed'),
  )
  async scheduleRunSucceeded(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('schedule.run.succeeded', fact);
  }
}
