import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { invalid, notFound } from '../../shared/app-error.js';
import { CustomControlStore } from './custom-control.store.js';
import type { DryRun, TryCustomControl, TryExpression } from './custom-controls.schemas.js';
import { CustomRules } from './custom-rules.service.js';
import { customControl, triedAs, type CustomControl } from './domain/custom-control.js';
import { isStopped } from './domain/custom-outcome.js';
import { resourceTypeOf } from './domain/resources/index.js';
import { addCounts, noCounts, tallyOf } from './domain/score.js';
import { VerdictWalk } from './verdict-walk.service.js';

/** A control is judged by far fewer; and somebody waits for the answer. */
const MOST_RESOURCES = 5_000;
const SAMPLES_OF_EACH = 5;
const TRIAL = { severity: 'low', title: '-', risk: '-', remediation: { text: '-' } } as const;

/** Tries expressions on the inventory before they decide anything. */
@Injectable()
export class CustomTrialsService {
  constructor(
    private readonly database: Database,
    private readonly store: CustomControlStore,
    private readonly rules: CustomRules,
    private readonly walk: VerdictWalk,
  ) {}

  /** @throws AppError INVALID naming `expression` where it is none */
  async check(tenantId: string, expression: string): Promise<void> {
    const fault = await this.rules.faultOf(tenantId, expression);
    if (fault !== null) throw invalid([{ path: 'expression', message: `is no JSONata: ${fault}` }]);
  }

  async expression({ tenantId }: Caller, { resourceType, expression }: TryExpression): Promise<DryRun> {
    await this.check(tenantId, expression);
    return this.#run(tenantId, { id: 'custom_dry_run', resourceType, expression });
  }

  /** One that is saved. That it was tried is noted, unless it met a limit: then it may be enabled. */
  async control({ tenantId }: Caller, id: string, given: TryCustomControl): Promise<DryRun> {
    const saved = await this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, id));
    if (saved === undefined) throw notFound('control of your own', id);
    const { resourceType = saved.resourceType, expression = saved.expression } = given;
    if (expression !== saved.expression) await this.check(tenantId, expression);
    const tried = await this.#run(tenantId, { id, resourceType, expression });
    if (!tried.metLimit)
      await this.database.withTenant(tenantId, (tx) =>
        this.store.tried(tx, tenantId, id, triedAs({ resourceType, expression })),
      );
    return tried;
  }

  async #run(
    tenantId: string,
    definition: Pick<CustomControl, 'id' | 'expression'> & { resourceType: string },
  ): Promise<DryRun> {
    const type = resourceTypeOf(definition.resourceType);
    if (type === undefined) throw invalid([{ path: 'resourceType', message: 'is read by nothing here' }]);
    const control = customControl({ ...TRIAL, ...definition }, type);
    const filter = {
      types: [type.type],
      own: [control],
      asks: ({ id }: { id: string }) => id === control.id,
    };
    const found: DryRun = { resources: 0, isComplete: true, counts: noCounts, metLimit: false, samples: [] };
    for await (const page of this.walk.verdicts(tenantId, filter)) {
      if (found.resources >= MOST_RESOURCES) return { ...found, isComplete: page.length === 0 };
      for (const { verdicts } of page)
        for (const { resourceArn, verdict, evidence, mutedBy } of verdicts) {
          if (resourceArn === null) continue;
          found.resources += 1;
          const {
            controlId: _c,
            severity: _s,
            ...counts
          } = tallyOf({ controlId: control.id, severity: control.severity }, verdict, {
            muted: mutedBy !== null,
          });
          found.counts = addCounts(found.counts, counts);
          found.metLimit ||= isStopped(evidence);
          if (found.samples.filter((one) => one.verdict === verdict).length < SAMPLES_OF_EACH)
            found.samples.push({ resourceArn, verdict, evidence });
        }
    }
    return found;
  }
}
