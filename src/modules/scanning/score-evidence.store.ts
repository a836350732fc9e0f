import { Injectable } from '@nestjs/common';
import { Database, Prisma } from '../../platform/database/index.js';
import {
  AuditEvidence,
  inPages,
  type EvidenceRow,
  type EvidenceWindow,
} from '../../platform/evidence/index.js';
import type { Requirement } from './domain/frameworks/index.js';
import { FrameworkHistory } from './framework-history.service.js';

type Pair = [number | null, number | null];

interface ScoreLine {
  id: string;
  at: Date;
  accountId: string;
  frameworkId: string;
  requirements: Record<string, Pair>;
}

/** Scores over time, and frameworks' worksheets, for audit packs. */
@Injectable()
export class ScoreEvidence {
  constructor(
    private readonly database: Database,
    private readonly frameworks: FrameworkHistory,
  ) {}

  @AuditEvidence({
    ...{ name: 'scores', part: 'compliance', title: 'Score history', tally: ['frameworkId'] },
    about: 'The score of each framework in each account, each time that it was assessed in the window.',
    columns: ['id', 'at', 'frameworkId', 'accountId', 'score', 'coverage', 'counts', 'scanId'],
  })
  async *scores(
    tenantId: string,
    { from, to, framework }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    const of = framework === null ? Prisma.empty : Prisma.sql`AND framework_id = ${framework}`;
    yield* inPages<ScoreLine & EvidenceRow>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT id, at, framework_id AS "frameworkId", account_id AS "accountId", score::float8 AS score,
                 coverage::float8 AS coverage, counts, requirements, scan_id AS "scanId"
            FROM scores
           WHERE tenant_id = ${tenantId} AND at >= ${from}::timestamptz AND at < ${to}::timestamptz ${of}
             AND (framework_id, account_id, at, id) > (${last?.frameworkId ?? ''}, ${last?.accountId ?? ''},
                  ${last?.at ?? from}::timestamptz, ${last?.id ?? ''})
           ORDER BY framework_id, account_id, at, id LIMIT ${take}`,
      ),
    );
  }

  @AuditEvidence({
    ...{ name: 'worksheet', part: 'compliance', title: 'Worksheet', tally: ['frameworkId', 'result'] },
    about:
      'Each requirement for each account, as of the last assessment before the end of the window, with the findings that ' +
      'were open at the end of the window. passed: all that decides it passes. failed: some of it does not. partly: nothing ' +
      'fails of what could be read, and not all could. undecided: a person has to judge, there is no evidence, or nothing is there that it concerns.',
    columns: [
      ...['frameworkId', 'requirementId', 'section', 'title', 'accountId', 'result', 'score', 'coverage'],
      ...['openFindings', 'assessedAt', 'controls', 'byHand', 'notRead'],
    ],
    shows: { take: 400 },
  })
  async *worksheet(
    tenantId: string,
    { to, framework }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    const open = await this.#openByControl(tenantId, to);
    for (const { id: frameworkId, requirements } of await this.frameworks.of(
      tenantId,
      framework,
      to,
      signal,
    )) {
      signal.throwIfAborted();
      for (const { accountId, at: assessedAt, requirements: pairs } of await this.#last(
        tenantId,
        frameworkId,
        to,
      ))
        for (const one of requirements) {
          const [score, coverage] = pairs[one.id] ?? [null, null];
          const openFindings = one.controls.reduce(
            (sum, id) => sum + (open.get(`${accountId} ${id}`) ?? 0),
            0,
          );
          yield {
            ...{ frameworkId, requirementId: one.id, section: one.section, title: one.title, accountId },
            ...{ result: resultOf(one, score, coverage), score, coverage, openFindings, assessedAt },
            ...{ controls: one.controls, byHand: one.manual ?? null, notRead: one.unsupported ?? null },
          };
        }
    }
  }

  /** The last score of each account before a time. */
  #last(tenantId: string, frameworkId: string, to: Date): Promise<ScoreLine[]> {
    return this.database.withTenant(
      tenantId,
      (tx) => tx.$queryRaw`
        SELECT DISTINCT ON (account_id) id, at, account_id AS "accountId", requirements FROM scores
         WHERE tenant_id = ${tenantId} AND framework_id = ${frameworkId} AND at < ${to}::timestamptz
         ORDER BY account_id, at DESC, id DESC`,
    );
  }

  /** How many findings were open at a time, by account and control. */
  async #openByControl(tenantId: string, to: Date): Promise<Map<string, number>> {
    const rows = await this.database.withTenant(
      tenantId,
      (tx) => tx.$queryRaw<{ accountId: string; controlId: string; open: number }[]>`
        SELECT f.account_id AS "accountId", f.control_id AS "controlId", count(*)::int AS open
          FROM findings f
          JOIN (SELECT DISTINCT ON (finding_id) finding_id, "to" FROM finding_transitions
                 WHERE tenant_id = ${tenantId} AND at < ${to}::timestamptz AND actor IS NULL
                 ORDER BY finding_id, at DESC, id DESC) t ON t.finding_id = f.id AND t."to" = 'open'
         WHERE f.tenant_id = ${tenantId} GROUP BY 1, 2`,
    );
    return new Map(rows.map(({ accountId, controlId, open }) => [`${accountId} ${controlId}`, open]));
  }
}

function resultOf(
  { manual, unsupported }: Requirement,
  score: number | null,
  coverage: number | null,
): 'passed' | 'failed' | 'partly' | 'undecided' {
  if (score === null) return 'undecided';
  if (score < 100) return 'failed';
  return coverage === 100 && manual === undefined && unsupported === undefined ? 'passed' : 'partly';
}
