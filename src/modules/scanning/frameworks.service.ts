import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { invalid, notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { ControlCatalog } from './control-catalog.service.js';
import {
  controlsOf,
  frameworkOf,
  isAutomated,
  type Framework,
  type Requirement,
} from './domain/frameworks/index.js';
import { assess, formula, mergeTallies, noCounts, type ControlTally } from './domain/score.js';
import { FrameworkCatalog } from './framework-catalog.service.js';
import type {
  AssessmentAnswer,
  AssessmentQuery,
  FrameworkAnswer,
  FrameworkItem,
  FrameworkQuery,
  ScoreItem,
  ScoreQuery,
} from './frameworks.schemas.js';
import { ScoreStore } from './score.store.js';

@Injectable()
export class FrameworksService {
  constructor(
    private readonly database: Database,
    private readonly catalog: FrameworkCatalog,
    private readonly controls: ControlCatalog,
    private readonly scores: ScoreStore,
  ) {}

  async list({ tenantId }: Caller, { limit, cursor }: FrameworkQuery): Promise<Page<FrameworkItem>> {
    const after = decodeCursor(cursor, 1)?.[0] ?? '';
    const all = [...(await this.catalog.all(tenantId))].sort((a, b) => (a.id < b.id ? -1 : 1));
    const items = all.filter(({ id }) => id > after).map(toItem);
    return toPage(items.slice(0, limit + 1), limit, ({ id }) => [id]);
  }

  async get({ tenantId }: Caller, id: string): Promise<FrameworkAnswer> {
    const framework = await this.#find(tenantId, id);
    return { ...toItem(framework), requirements: framework.requirements.map(toRequirement) };
  }

  /** The worksheet: each requirement with what its controls say, as of the last assessment of each account. */
  async assessment({ tenantId }: Caller, id: string, query: AssessmentQuery): Promise<AssessmentAnswer> {
    const framework = await this.#find(tenantId, id);
    const { accountId } = query;
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.scores.tallies(tx, tenantId, accountId),
    );
    const titles = new Map((await this.controls.all(tenantId)).map((one) => [one.id, one]));
    const tallies = new Map(mergeTallies(rows).map((one) => [one.controlId, one]));
    const { score, coverage, counts, statuses, requirements } = assess(framework, rows);
    const link = (controlId: string) =>
      `/verdicts?${new URLSearchParams({ controlId, ...(accountId === undefined ? {} : { accountId }) }).toString()}`;
    const control = (controlId: string) => ({
      ...{ controlId, title: titles.get(controlId)?.title ?? controlId },
      severity: titles.get(controlId)?.severity ?? ('informational' as const),
      counts: countsOf(tallies.get(controlId)),
      verdictsUrl: link(controlId),
    });
    return {
      ...{ frameworkId: framework.id, name: framework.name, version: framework.version },
      ...{ note: framework.note ?? null, tenantId, formula, score, coverage, counts, statuses },
      accountIds: [...new Set(rows.map((one) => one.accountId))].sort(),
      asOf: rows.reduce<Date | null>(
        (oldest, { asOf }) => (oldest === null || asOf < oldest ? asOf : oldest),
        null,
      ),
      requirements: requirements
        .filter(({ status }) => query.status === undefined || status === query.status)
        .map((one) => ({
          ...toRequirement(one.requirement),
          ...{ status: one.status, score: one.score, coverage: one.coverage, counts: one.counts },
          controls: one.requirement.controls.map(control),
        })),
    };
  }

  async history({ tenantId }: Caller, query: ScoreQuery): Promise<Page<ScoreItem> & { formula: string }> {
    const { frameworkId, accountId, from, until, limit, cursor } = query;
    const key = decodeCursor(cursor, 2);
    const at = new Date(key?.[0] ?? 0);
    if (Number.isNaN(at.getTime()))
      throw invalid([{ path: 'cursor', message: 'is not a cursor of this list' }]);
    const after = key === undefined ? undefined : { at, id: key[1] ?? '' };
    const named = frameworkId === undefined ? undefined : (frameworkOf(frameworkId)?.id ?? frameworkId);
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.scores.history(tx, tenantId, {
        frameworkId: named,
        accountId,
        from,
        until,
        after,
        take: limit + 1,
      }),
    );
    const page = toPage(rows, limit, (row) => [row.at.toISOString(), row.id]);
    const items = page.items.map(({ id: _, requirements, ...row }) => ({
      ...row,
      requirements:
        query.requirements === 'false'
          ? null
          : Object.fromEntries(
              Object.entries(requirements).map(([one, [score, coverage]]) => [one, { score, coverage }]),
            ),
    }));
    return { ...page, items, formula };
  }

  async #find(tenantId: string, id: string): Promise<Framework> {
    const framework = await this.catalog.find(tenantId, id);
    if (framework === undefined) throw notFound('framework', id);
    return framework;
  }
}

const countsOf = (tally: ControlTally | undefined) => {
  const { pass, fail, noEvidence, manual, notApplicable, muted } = tally ?? noCounts;
  return { pass, fail, noEvidence, manual, notApplicable, muted };
};

const toRequirement = ({ id, title, section, controls, manual, unsupported }: Requirement) => ({
  ...{
    id,
    title,
    section,
    controls: [...controls],
    manual: manual ?? null,
    unsupported: unsupported ?? null,
  },
});

const toItem = (framework: Framework): FrameworkItem => ({
  ...{ id: framework.id, aliases: [...framework.aliases], name: framework.name, version: framework.version },
  ...{ description: framework.description, note: framework.note ?? null },
  isCustom: frameworkOf(framework.id) === undefined,
  requirements: framework.requirements.length,
  automated: framework.requirements.filter(isAutomated).length,
  controls: controlsOf(framework).length,
});
