import { Injectable } from '@nestjs/common';
import { fact, Subscribes, type Fact, type FactDefinition } from '../../platform/outbox/index.js';
import { readingsOfRules, type FactName } from './domain/rules/told.js';
import { NotificationFacts } from './notification-facts.service.js';

const SUBSCRIBER = 'notification-rules';

/** A fact as notifications read it; who publishes it is none of their concern. */
const told = (name: FactName): FactDefinition => fact<unknown>(name, readingsOfRules[name]);

/** Hears what concerns people whatever the rules say: it names them, goes on with what they know, or is few. */
@Injectable()
export class NamedFactsOfNotifications {
  constructor(private readonly facts: NotificationFacts) {}

  @Subscribes(told('scan.completed'), SUBSCRIBER)
  async scanCompleted(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('scan.completed', fact);
  }

  @Subscribes(told('approval.requested'), SUBSCRIBER)
  async approvalRequested(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('approval.requested', fact);
  }

  @Subscribes(told('approval.decided'), SUBSCRIBER)
  async approvalDecided(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('approval.decided', fact);
  }

  @Subscribes(told('event.matched'), SUBSCRIBER)
  async eventMatched(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('event.matched', fact);
  }

  @Subscribes(told('notification.requested'), SUBSCRIBER)
  async notificationRequested(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('notification.requested', fact);
  }

  @Subscribes(told('incident.opened'), SUBSCRIBER)
  async incidentOpened(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('incident.opened', fact);
  }

  @Subscribes(told('incident.acknowledged'), SUBSCRIBER)
  async incidentAcknowledged(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('incident.acknowledged', fact);
  }

  @Subscribes(told('incident.escalated'), SUBSCRIBER)
  async incidentEscalated(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('incident.escalated', fact);
  }

  @Subscribes(told('incident.contained'), SUBSCRIBER)
  async incidentContained(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('incident.contained', fact);
  }

  @Subscribes(told('incident.released'), SUBSCRIBER)
  async incidentReleased(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('incident.released', fact);
  }

  @Subscribes(told('incident.closed'), SUBSCRIBER)
  async incidentClosed(fact: Fact<unknown>): Promise<void> {
    await this.facts.take('incident.closed', fact);
  }
}
