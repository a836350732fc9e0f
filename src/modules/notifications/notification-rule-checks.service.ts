import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { invalid, type FieldProblem } from '../../shared/app-error.js';
import { Channels, type ChannelView } from './channels.service.js';
import { isOfFixedPurpose } from './fixed-rules.js';
import { NotificationRuleSets } from './notification-rule-sets.js';
import type { SaveRule } from './notification-rules.schemas.js';
import type { RuleValues } from './notification-rules.store.js';

/** Checks rules that are saved, and tells this process of them. */
@Injectable()
export class NotificationRuleChecks {
  constructor(
    private readonly channels: Channels,
    private readonly sets: NotificationRuleSets,
  ) {}

  /**
   * What is stored of a rule: channels by their ids, so that a new name of one changes nothing.
   * @throws AppError INVALID naming each channel that there is not
   */
  async valuesOf(tx: Tx, tenantId: string, body: SaveRule): Promise<Omit<RuleValues, 'savedBy'>> {
    const { tenantId: _, ...values } = body;
    const all = await this.channels.of(tx, tenantId);
    const problems: FieldProblem[] = [];
    const channels = values.channels === 'all' ? 'all' : idsOf(all, values.channels, 'channels', problems);
    const escalation = values.escalation && {
      ...values.escalation,
      channels: idsOf(all, values.escalation.channels, 'escalation.channels', problems),
    };
    if (problems.length > 0) throw invalid(problems);
    return { ...values, channels, escalation };
  }

  /** Rules have changed. */
  forget(tenantId: string): void {
    this.sets.forget(tenantId);
  }
}

function idsOf(
  all: readonly ChannelView[],
  texts: readonly string[],
  path: string,
  problems: FieldProblem[],
): string[] {
  const ids = texts.flatMap((text, i) => {
    const found = all.find(({ id, name }) => id === text || name.toLowerCase() === text.toLowerCase());
    if (found !== undefined && !isOfFixedPurpose(found)) return [found.id];
    const message =
      found === undefined
        ? `there is no channel ${text}: see GET /notifications/channels`
        : `${found.name} gets what its variable of the environment says, and nothing by rules`;
    problems.push({ path: `${path}.${i}`, message });
    return [];
  });
  return [...new Set(ids)];
}
