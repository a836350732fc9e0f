import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { CustomControlStore } from './custom-control.store.js';
import { CustomRules, type CustomEvaluation } from './custom-rules.service.js';
import type { Control } from './domain/control.js';
import type { CustomControl } from './domain/custom-control.js';
import type { Place, ResourceType } from './domain/resource-type.js';

/** Of a page of resources what it takes to ask about them; `own`: what was answered, by configuration. */
interface AskedPage {
  type: ResourceType;
  place: Place;
  configurations: unknown[];
  rules: { own?: readonly CustomControl[]; asks?: (control: Control) => boolean; now: Date };
  own?: ReadonlyMap<unknown, readonly CustomEvaluation[]>;
}

/** What tenants' own controls say of pages. */
@Injectable()
export class CustomPages {
  constructor(
    private readonly rules: CustomRules,
    private readonly store: CustomControlStore,
  ) {}

  /** Asks them, a page at a time, outside of any transaction. */
  async judged<P extends AskedPage>(tenantId: string, pages: readonly P[]): Promise<P[]> {
    const judged: P[] = [];
    for (const page of pages) {
      const { type, place, configurations } = page;
      const { own = [], asks = () => true, now } = page.rules;
      const asked = own.filter((control) => control.type === type.type && asks(control));
      if (asked.length === 0) {
        judged.push(page);
        continue;
      }
      const resources = configurations.map((configuration) => ({
        ...{ arn: type.arn(configuration, place), accountId: place.accountId, configuration },
        region: type.region?.(configuration) ?? place.region,
      }));
      const each = await this.rules.decide(tenantId, asked, resources, now);
      judged.push({ ...page, own: new Map(configurations.map((one, at) => [one, each[at] ?? []])) });
    }
    return judged;
  }

  /**
   * Which of their evaluations still hold: not those of a control that was disabled or changed meanwhile. None is,
   * before the caller's transaction ends.
   */
  async holding(
    tx: Tx,
    tenantId: string,
    pages: readonly Pick<AskedPage, 'own'>[],
  ): Promise<(evaluation: CustomEvaluation) => boolean> {
    const asked = new Map<string, CustomControl>();
    for (const { own } of pages)
      for (const evaluations of own?.values() ?? [])
        for (const { control } of evaluations) asked.set(control.id, control);
    const still = await this.store.stillEnabled(tx, tenantId, [...asked.values()]);
    return ({ control }) => still.has(control.id);
  }
}
