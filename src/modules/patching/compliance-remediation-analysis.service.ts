import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { KnownFixes } from '../remediation/index.js';
import { controlById, FindingSubjects } from '../scanning/index.js';
import { analyse, remediationRequestOf, URGENT, type Violation } from './domain/compliance-remediation.js';

/** Ids of findings pass between states, which carry 256 KB. */
const MOST_FINDINGS = 1000;

/** Finds out what violations are, and which of them can be mended. */
@Injectable()
export class ComplianceAnalysisService {
  constructor(
    private readonly database: Database,
    private readonly findings: FindingSubjects,
    private readonly fixes: KnownFixes,
  ) {}

  /** @throws ZodError */
  async analyze(tenantId: string, input: unknown) {
    const { violations, correlationId, score, threshold, reassessAfterSeconds } = remediationRequestOf(input);
    const subjects = await this.database.withTenant(tenantId, async (tx) =>
      this.findings.byIds(tx, tenantId, await this.#idsOf(tx, tenantId, violations)),
    );
    const hasFix = (controlId: string) => this.fixes.forControl(controlId) !== undefined;
    return {
      ...{
        correlationId: correlationId ?? correlation.id(),
        scoreBefore: score,
        threshold,
        reassessAfterSeconds,
      },
      ...analyse(subjects, { score, threshold }, hasFix),
      findingIds: subjects.map(({ id }) => id),
      /** Violations that are no open findings of the tenant. */
      unknown: violations === null ? 0 : Math.max(0, violations.length - subjects.length),
    };
  }

  /** Those that are named, by their ids or by what they are about; without any the worst that are open. */
  async #idsOf(tx: Tx, tenantId: string, violations: readonly Violation[] | null): Promise<string[]> {
    if (violations === null) return this.findings.worstOf(tx, tenantId, URGENT, MOST_FINDINGS);
    const byId = violations.flatMap(({ findingId }) => findingId ?? []);
    const others = violations.filter(({ findingId }) => findingId === undefined);
    const ours = others.map(({ controlId, resourceArn }) => ({
      ...{ controlId: controlById(controlId)?.id ?? controlId, resourceArn }, // by an alias too
    }));
    const named = ours.length === 0 ? [] : await this.findings.idsOf(tx, tenantId, ours);
    return [...new Set([...byId, ...named])];
  }
}
