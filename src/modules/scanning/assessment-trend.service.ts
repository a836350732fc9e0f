import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { notFound } from '../../shared/app-error.js';
import type { AssessmentScope } from './assessment-facts.js';
import { findingScopeOf } from './assessment-facts.service.js';
import { AssessmentFactsStore, type ChangedFinding } from './assessment-facts.store.js';
import { AssessmentStores } from './assessment-stores.js';
import { controlsOf } from './domain/frameworks/index.js';

export interface ScorePoint {
  at: Date;
  score: number | null;
  coverage: number | null;
  scanId: string | null;
}

export interface FindingChanges {
  opened: { items: ChangedFinding[]; total: number };
  resolved: { items: ChangedFinding[]; total: number };
}

/** How a framework has come to stand as it does. */
@Injectable()
export class AssessmentTrend {
  constructor(
    private readonly database: Database,
    private readonly stores: AssessmentStores,
    private readonly store: AssessmentFactsStore,
  ) {}

  /** The scores of one account, oldest first: no score of several can be made of theirs afterwards. */
  async scores(
    tenantId: string,
    frameworkId: string,
    { accountId, since, limit }: { accountId: string; since: Date; limit: number },
  ): Promise<ScorePoint[]> {
    const where = { frameworkId, accountId, from: since, take: limit };
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.stores.scores.history(tx, tenantId, where),
    );
    return rows.map(({ at, score, coverage, scanId }) => ({ at, score, coverage, scanId })).reverse();
  }

  /** Findings of its controls that have opened or been resolved since, the worst first. @throws AppError NOT_FOUND */
  async changes(
    tenantId: string,
    frameworkId: string,
    scope: AssessmentScope,
    { since, limit }: { since: Date; limit: number },
  ): Promise<FindingChanges> {
    const framework = await this.stores.frameworks.find(tenantId, frameworkId);
    if (framework === undefined) throw notFound('framework', frameworkId);
    const named = new Set(controlsOf(framework));
    const controls = (await this.stores.controls.all(tenantId)).filter(({ id }) => named.has(id));
    const where = findingScopeOf(scope, controls);
    return this.database.withTenant(tenantId, async (tx) => ({
      opened: await this.store.opened(tx, tenantId, where, since, limit),
      resolved: await this.store.resolved(tx, tenantId, where, since, limit),
    }));
  }
}
