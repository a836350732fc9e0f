import { Injectable } from '@nestjs/common';
import type { Prisma, Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import type { ScanError, ScanStatus, UnitOutcome } from './domain/scan-outcome.js';
import type { Scope, ScanType } from './domain/scope.js';

/** The service of the unit that finds out an account's regions. */
export const ACCOUNT_UNIT = 'account';

export interface UnitKey {
  accountId: string;
  region: string;
  service: string;
}

/** A unit in work. `attempt` fences: a worker that lost the unit to another writes nothing more. */
export interface OpenUnit extends UnitKey {
  id: string;
  scanId: string;
  tenantId: string;
  attempt: number;
  startedAt: Date;
  scanType: ScanType;
  scope: Scope;
}

export interface UnitCounts {
  resources: number;
  findings: number;
  apiCalls: number;
  throttles: number;
}

@Injectable()
export class ScanUnitStore {
  /** Makes units that are not there yet, and gives back the ids of the new ones. */
  async insert(tx: Tx, tenantId: string, scanId: string, units: readonly UnitKey[]): Promise<string[]> {
    const rows = await tx.scanUnit.createManyAndReturn({
      data: units.map((unit) => ({ id: newId('unit'), tenantId, scanId, ...unit })),
      skipDuplicates: true,
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  /**
   * Opens a unit for an attempt, with its counts set back. A failed one may be opened again (a dead letter that is
   * retried); undefined when it is done or its scan was cancelled.
   */
  async open(tx: Tx, tenantId: string, unitId: string): Promise<OpenUnit | undefined> {
    const rows = await tx.$queryRaw<OpenUnit[]>`
      UPDATE scan_units u
         SET status = 'running', attempt = attempt + 1, started_at = app_now(), ended_at = NULL,
             resources = 0, findings = 0, errors = '[]'
        FROM scans s
       WHERE u.id = ${unitId} AND u.tenant_id = ${tenantId} AND s.id = u.scan_id AND s.status <> 'cancelled'
         AND u.status IN ('queued', 'running', 'failed')
      RETURNING u.id, u.scan_id AS "scanId", u.tenant_id AS "tenantId", u.account_id AS "accountId", u.region, u.service,
                u.attempt, u.started_at AS "startedAt", s.scan_type AS "scanType", s.scope`;
    return rows[0];
  }

  /** Whether this attempt still owns its unit and the scan goes on; locks the unit until the transaction ends. */
  async isMine(tx: Tx, unit: OpenUnit): Promise<boolean> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM scan_units
       WHERE id = ${unit.id} AND tenant_id = ${unit.tenantId} AND attempt = ${unit.attempt} AND status = 'running'
       FOR UPDATE`;
    return rows.length === 1;
  }

  async isOpen(tx: Tx, { id, tenantId }: OpenUnit): Promise<boolean> {
    const open = { in: ['queued', 'running'] };
    return (
      (await tx.scanUnit.findFirst({ where: { id, tenantId, status: open }, select: { id: true } })) !== null
    );
  }

  /** Adds to the counts of a page; calls are counted over all attempts, since AWS counts them so. */
  async count(tx: Tx, unit: OpenUnit, counts: UnitCounts): Promise<void> {
    await tx.$executeRaw`
      UPDATE scan_units
         SET resources = resources + ${counts.resources}, findings = findings + ${counts.findings},
             api_calls = api_calls + ${counts.apiCalls}, throttles = throttles + ${counts.throttles}
       WHERE id = ${unit.id} AND tenant_id = ${unit.tenantId}`;
  }

  /** Closes a unit that is not closed yet. False when another attempt has it, or it was cancelled. */
  async close(
    tx: Tx,
    tenantId: string,
    unitId: string,
    attempt: number | null,
    outcome: UnitOutcome,
  ): Promise<boolean> {
    const count = await tx.$executeRaw`
      UPDATE scan_units
         SET status = ${outcome.status}, errors = ${JSON.stringify(outcome.errors)}::jsonb, ended_at = app_now()
       WHERE id = ${unitId} AND tenant_id = ${tenantId} AND status IN ('queued', 'running')
         AND (${attempt}::int IS NULL OR attempt = ${attempt}::int)`;
    return count === 1;
  }

  async outcomes(tx: Tx, tenantId: string, scanId: string): Promise<(UnitOutcome & { service: string })[]> {
    const rows = await tx.scanUnit.findMany({
      where: { tenantId, scanId },
      select: { service: true, status: true, errors: true },
    });
    return rows.map(({ service, status, errors }) => ({
      service,
      status: status as ScanStatus,
      errors: errorsOf(errors),
    }));
  }

  /** Everything that the units of a scan could not read. */
  async errors(tx: Tx, tenantId: string, scanId: string): Promise<(UnitKey & ScanError)[]> {
    const rows = await tx.scanUnit.findMany({
      where: { tenantId, scanId, NOT: { errors: { equals: [] } } },
      orderBy: [{ accountId: 'asc' }, { region: 'asc' }, { service: 'asc' }],
    });
    return rows.flatMap(({ accountId, region, service, errors }) =>
      errorsOf(errors).map((error) => ({ accountId, region, service, ...error })),
    );
  }
}

const errorsOf = (stored: Prisma.JsonValue): ScanError[] => stored as unknown as ScanError[];
