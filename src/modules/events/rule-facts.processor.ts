import { Injectable } from '@nestjs/common';
import { Subscribes, type Fact } from '../../platform/outbox/index.js';
import {
  findingOpened,
  findingResolved,
  scanCompleted,
  violationsDetected,
  vulnerabilitiesDetected,
} from '../scanning/index.js';
import { workflowFailed, workflowFinished } from '../workflows/index.js';
import { RuleFacts } from './rule-facts.service.js';

/** A scan opens thousands of findings, and hardly a tenant has a rule about them. */
const wants = (name: string) => (_payload: unknown, tenantId: string, owner: object) =>
  !(owner instanceof RuleFactsProcessor) || owner.mayMatch(tenantId, name);

/** Event rules hear of what happens here, too: source `compliance-shepherd`, the fact's name as detail type. */
@Injectable()
export class RuleFactsProcessor {
  constructor(private readonly facts: RuleFacts) {}

  mayMatch(tenantId: string, name: string): boolean {
    return this.facts.mayMatch(tenantId, name);
  }

  @Subscribes(findingOpened, 'event-rules', wants(findingOpened.name))
  async findingOpened(fact: Fact<object>): Promise<void> {
    await this.facts.take(findingOpened.name, fact);
  }

  @Subscribes(findingResolved, 'event-rules', wants(findingResolved.name))
  async findingResolved(fact: Fact<object>): Promise<void> {
    await this.facts.take(findingResolved.name, fact);
  }

  @Subscribes(scanCompleted, 'event-rules', wants(scanCompleted.name))
  async scanCompleted(fact: Fact<object>): Promise<void> {
    await this.facts.take(scanCompleted.name, fact);
  }

  @Subscribes(violationsDetected, 'event-rules', wants(violationsDetected.name))
  async violationsDetected(fact: Fact<object>): Promise<void> {
    await this.facts.take(violationsDetected.name, fact);
  }

  @Subscribes(vulnerabilitiesDetected, 'event-rules', wants(vulnerabilitiesDetected.name))
  async vulnerabilitiesDetected(fact: Fact<object>): Promise<void> {
    await this.facts.take(vulnerabilitiesDetected.name, fact);
  }

  @Subscribes(workflowFinished, 'event-rules', wants(workflowFinished.name))
  async workflowFinished(fact: Fact<object>): Promise<void> {
    await this.facts.take(workflowFinished.name, fact);
  }

  @Subscribes(workflowFailed, 'event-rules', wants(workflowFailed.name))
  async workflowFailed(fact: Fact<object>): Promise<void> {
    await this.facts.take(workflowFailed.name, fact);
  }
}
