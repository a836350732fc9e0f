import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { notFound } from '../../shared/app-error.js';
import { AssessmentFactsStore, type ControlFindings } from './assessment-facts.store.js';
import { AssessmentStores } from './assessment-stores.js';
import type { AssessedControl, AssessedFramework, AssessmentScope } from './assessment-facts.js';
import type { CatalogControl } from './control-catalog.service.js';
import { exposureOf } from './domain/exposure.js';
import { FailedResources } from './domain/failed-resources.js';
import { controlsOf, type Framework } from './domain/frameworks/index.js';
import { GLOBAL_REGION } from './domain/resource-type.js';
import { resourceTypes } from './domain/resources/index.js';
import { assess, formula, mergeTallies, noCounts, tallyOf, type ControlTally } from './domain/score.js';
import { gainOf } from './domain/score-gain.js';
import { VerdictWalk, type VerdictFilter } from './verdict-walk.service.js';

/** Of one control, with evidence; the rest is counted. */
export const MOST_FAILED = 100;
const ARNS_AT_ONCE = 500;

type Failures = Map<string, FailedResources>;

/** What an assessment of a framework rests on: its score, and each failure behind it, in bounded memory. */
@Injectable()
export class AssessmentFacts {
  constructor(
    private readonly database: Database,
    private readonly stores: AssessmentStores,
    private readonly walk: VerdictWalk,
    private readonly store: AssessmentFactsStore,
  ) {}

  /** One of the product or the tenant's own, by id or alias. */
  async frameworkOf(
    tenantId: string,
    id: string,
  ): Promise<Pick<Framework, 'id' | 'name' | 'version'> | undefined> {
    return this.stores.frameworks.find(tenantId, id);
  }

  /**
   * By the same tallies as GET /frameworks/{id}/assessment where the scope is whole accounts; else by tallies of what
   * is in the scope, of the same verdicts.
   * @param alive called for each page that is judged
   * @throws AppError NOT_FOUND
   */
  async of(
    tenantId: string,
    frameworkId: string,
    scope: AssessmentScope,
    { signal, alive }: { signal: AbortSignal; alive: () => Promise<void> },
  ): Promise<AssessedFramework> {
    const framework = await this.stores.frameworks.find(tenantId, frameworkId);
    if (framework === undefined) throw notFound('framework', frameworkId);
    const catalog = new Map((await this.stores.controls.all(tenantId)).map((one) => [one.id, one]));
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.stores.scores.tallies(tx, tenantId, undefined),
    );
    const assessed = rows.filter(({ accountId }) => scope.accountIds?.includes(accountId) ?? true);
    const accountIds = [...new Set(assessed.map(({ accountId }) => accountId))].sort();
    const controls = controlsOf(framework).flatMap((id) => catalog.get(id) ?? []);
    const failures: Failures = new Map();
    const counted: ControlTally[] = [];
    for (const accountId of accountIds) {
      for await (const page of this.#pages(tenantId, accountId, controls, scope)) {
        signal.throwIfAborted();
        await alive();
        counted.push(...page.tallies);
        if (counted.length > 10_000) counted.splice(0, counted.length, ...mergeTallies(counted));
        for (const { controlId, one } of page.failed) {
          const known = failures.get(controlId) ?? new FailedResources(MOST_FAILED);
          failures.set(controlId, known);
          known.add(one);
        }
      }
    }
    const tallies = isWhole(scope) ? mergeTallies(assessed) : mergeTallies(counted);
    const { score, coverage, statuses, requirements } = assess(framework, tallies);
    const findings = await this.#findings(tenantId, accountIds, controls, scope);
    const asOf = assessed.reduce<Date | null>(
      (oldest, one) => (oldest === null || one.asOf < oldest ? one.asOf : oldest),
      null,
    );
    return {
      ...{ frameworkId: framework.id, name: framework.name, version: framework.version },
      ...{ note: framework.note ?? null, formula, accountIds, asOf, score, coverage, statuses, findings },
      requirements: requirements.map(({ requirement, ...one }) => ({
        ...{ id: requirement.id, title: requirement.title, section: requirement.section },
        manual: requirement.manual ?? requirement.unsupported ?? null,
        ...{ status: one.status, score: one.score, coverage: one.coverage },
        controlIds: [...requirement.controls],
      })),
      controls: await this.#controls(tenantId, framework, { catalog, tallies, failures, findings }),
    };
  }

  /** The controls of a framework, a page of resources at a time; last those whose type was listed and is not there. */
  async *#pages(
    tenantId: string,
    accountId: string,
    controls: readonly CatalogControl[],
    scope: AssessmentScope,
  ) {
    const ids = new Set(controls.map(({ id }) => id));
    const types = typesOf(controls, scope);
    const filter: VerdictFilter = {
      ...{ accountId, types, asks: ({ id }) => ids.has(id), tags: scope.tags ?? undefined },
      regions: regionsOf(scope) ?? undefined,
    };
    for await (const page of this.walk.verdicts(tenantId, filter)) {
      const verdicts = page.flatMap((one) => one.verdicts);
      yield {
        tallies: mergeTallies(
          verdicts.map((one) => tallyOf(one, one.verdict, { muted: one.mutedBy !== null })),
        ),
        failed: verdicts
          .filter(({ verdict, mutedBy }) => verdict === 'fail' && mutedBy === null)
          .map((one) => ({ controlId: one.controlId, one })),
      };
    }
    const listed = await this.database.withTenant(tenantId, (tx) =>
      this.stores.readings.known(tx, tenantId, accountId),
    );
    const nothing = controls.filter(({ type }) => listed.has(type) && types.includes(type));
    yield {
      tallies: nothing.map(({ id: controlId, severity }) =>
        tallyOf({ controlId, severity }, 'pass', { times: 0 }),
      ),
      failed: [],
    };
  }

  async #findings(
    tenantId: string,
    accountIds: readonly string[],
    controls: readonly CatalogControl[],
    scope: AssessmentScope,
  ): Promise<ControlFindings[]> {
    return this.database.withTenant(tenantId, (tx) =>
      this.store.totals(tx, tenantId, findingScopeOf({ ...scope, accountIds: [...accountIds] }, controls)),
    );
  }

  async #controls(
    tenantId: string,
    framework: Framework,
    { catalog, tallies, failures, findings }: Found,
  ): Promise<AssessedControl[]> {
    const ids = await this.#findingIds(tenantId, failures);
    const byId = new Map(tallies.map((one) => [one.controlId, one]));
    return controlsOf(framework).map((controlId) => {
      const control = catalog.get(controlId);
      const tally = byId.get(controlId);
      const { pass, fail, noEvidence, muted } = tally ?? noCounts;
      const failed = failures.get(controlId);
      const worst = failed?.worst ?? [];
      const savings = findings.filter((one) => one.controlId === controlId && one.savingsUsd !== null);
      return {
        ...{ controlId, title: control?.title ?? controlId },
        severity: tally?.severity ?? control?.severity ?? 'informational',
        riskText: control?.risk ?? null,
        remediation: control === undefined ? null : control.remediation,
        exposure: control === undefined ? null : exposureOf(control),
        counts: { pass, fail, noEvidence, muted },
        failed: worst.map(({ severity: _, ...one }) => ({
          ...{ ...one, findingId: ids.get(keyOf({ ...one, controlId })) ?? null },
        })),
        more: Math.max(0, fail - worst.length),
        ...{ accountIds: failed?.accountIds ?? [], regions: failed?.regions ?? [] },
        savingsUsd:
          savings.length === 0 ? null : savings.reduce((sum, one) => sum + (one.savingsUsd ?? 0), 0),
        gain: gainOf(framework, tallies, controlId),
      };
    });
  }

  async #findingIds(tenantId: string, failures: Failures): Promise<Map<string, string>> {
    const controlIds = [...failures.keys()];
    const arns = [
      ...new Set([...failures.values()].flatMap(({ worst }) => worst.map((one) => one.resourceArn))),
    ];
    const ids = new Map<string, string>();
    for (let at = 0; at < arns.length; at += ARNS_AT_ONCE) {
      const some = { arns: arns.slice(at, at + ARNS_AT_ONCE), controlIds };
      const rows = await this.database.withTenant(tenantId, (tx) => this.store.idsOf(tx, tenantId, some));
      for (const row of rows) ids.set(keyOf(row), row.findingId);
    }
    return ids;
  }
}

interface Found {
  catalog: ReadonlyMap<string, CatalogControl>;
  tallies: readonly ControlTally[];
  failures: Failures;
  findings: readonly ControlFindings[];
}

const keyOf = ({ resourceArn, controlId }: { resourceArn: string; controlId: string }): string =>
  `${resourceArn} ${controlId}`;

/** Accounts as a whole: that is what the last assessments have counted. */
const isWhole = ({ regions, services, tags }: AssessmentScope): boolean =>
  regions === null && services === null && tags === null;

/** What lies in no region is read whatever regions are asked for. */
const regionsOf = ({ regions }: AssessmentScope): string[] | null =>
  regions === null ? null : [...regions, GLOBAL_REGION];

function typesOf(controls: readonly { type: string }[], { services }: AssessmentScope): string[] {
  const wanted = new Set(controls.map(({ type }) => type));
  return resourceTypes
    .filter(({ type, service }) => wanted.has(type) && (services?.includes(service) ?? true))
    .map(({ type }) => type);
}

export const findingScopeOf = (
  scope: AssessmentScope,
  controls: readonly { id: string; type: string }[],
) => ({
  ...{ accountIds: scope.accountIds, regions: regionsOf(scope), tags: scope.tags },
  resourceTypes: scope.services === null ? null : typesOf(controls, scope),
  controlIds: controls.map(({ id }) => id),
});
