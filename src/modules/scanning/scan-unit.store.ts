import { Injectable } from '@nestjs/common';
import type { Prisma, Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import { importServices } from './domain/imports/scan-reads.js';
import type { ScanError, ScanStatus, UnitOutcome } from './domain/scan-outcome.js';
import type { Scope, ScanType } from './domain/scope.js';

/** The service of the unit that finds out an account's regions. */
export const ACCOUNT_UNIT = 'account';
/** The service of the last unit, which is about all accounts of the scan. */
export const ASSESSMENT_UNIT = 'assessment';
export const ALL_ACCOUNTS = 'all';
/** Units with jobs of their own. */
const NOT_READ_HERE = [ACCOUNT_UNIT, ASSESSMENT_UNIT, ...importServices];

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

  /** Makes a unit, or puts one that is closed back to be done again. */
  async queue(tx: Tx, tenantId: string, scanId: string, unit: UnitKey): Promise<string> {
    const { accountId, region, service } = unit;
    const { id } = await tx.scanUnit.upsert({
      where: { scanId_accountId_region_service: { scanId, accountId, region, service }, tenantId },
      create: { id: newId('unit'), tenantId, scanId, ...unit },
      update: { status: 'queued', endedAt: null },
      select: { id: true },
    });
    return id;
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

  /** Opens what is not done of an account × region, as `open` does one. */
  async openPlace(
    tx: Tx,
    tenantId: string,
    { scanId, accountId, region }: { scanId: string; accountId: string; region: string },
  ): Promise<OpenUnit[]> {
    return tx.$queryRaw<OpenUnit[]>`
      UPDATE scan_units u
         SET status = 'running', attempt = attempt + 1, started_at = app_now(), ended_at = NULL,
             resources = 0, findings = 0, errors = '[]'
        FROM scans s
       WHERE u.tenant_id = ${tenantId} AND u.scan_id = ${scanId} AND u.account_id = ${accountId}
         AND u.region = ${region} AND u.service <> ALL(${NOT_READ_HERE}) AND s.id = u.scan_id
         AND s.status <> 'cancelled' AND u.status IN ('queued', 'running', 'failed')
      RETURNING u.id, u.scan_id AS "scanId", u.tenant_id AS "tenantId", u.account_id AS "accountId", u.region, u.service,
                u.attempt, u.started_at AS "startedAt", s.scan_type AS "scanType", s.scope`;
  }

  /** Whether these attempts still own their units and the scan goes on; locks the units until the transaction ends. */
  async areMine(tx: Tx, tenantId: string, units: readonly OpenUnit[]): Promise<boolean> {
    const rows = await tx.$queryRaw<{ id: string; attempt: number }[]>`
      SELECT id, attempt FROM scan_units
       WHERE tenant_id = ${tenantId} AND id = ANY(${units.map(({ id }) => id)}) AND status = 'running'
       ORDER BY id FOR UPDATE`;
    return units.every((unit) => rows.some(({ id, attempt }) => id === unit.id && attempt === unit.attempt));
  }

  async anyOpenOf(tx: Tx, tenantId: string, units: readonly OpenUnit[]): Promise<boolean> {
    const open = { in: ['queued', 'running'] };
    const id = { in: units.map((unit) => unit.id) };
    return (await tx.scanUnit.count({ where: { id, tenantId, status: open } })) > 0;
  }

  async openIdsOf(
    tx: Tx,
    tenantId: string,
    place: { scanId: string; accountId: string; region: string },
  ): Promise<string[]> {
    const rows = await tx.scanUnit.findMany({
      where: { tenantId, ...place, status: { in: ['queued', 'running'] }, service: { notIn: NOT_READ_HERE } },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  /** Adds to the counts of units; calls are counted over all attempts, since AWS counts them so. */
  async countAll(tx: Tx, tenantId: string, counts: readonly (UnitCounts & { id: string })[]): Promise<void> {
    await tx.$executeRaw`
      UPDATE scan_units u
         SET resources = u.resources + n.resources, findings = u.findings + n.findings,
             api_calls = u.api_calls + n."apiCalls", throttles = u.throttles + n.throttles
        FROM jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) AS n(id text, resources int, findings int,
             "apiCalls" int, throttles int)
       WHERE u.tenant_id = ${tenantId} AND u.id = n.id`;
  }

  /** Closes units that are not closed yet; how many: not those that another attempt has, or that were cancelled. */
  async closeAll(
    tx: Tx,
    tenantId: string,
    ends: readonly { id: string; attempt: number | null; outcome: UnitOutcome }[],
  ): Promise<number> {
    const rows = ends.map(({ id, attempt, outcome }) => ({ id, attempt, ...outcome }));
    return tx.$executeRaw`
      UPDATE scan_units u SET status = n.status, errors = n.errors, ended_at = app_now()
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(id text, attempt int, status text, errors jsonb)
       WHERE u.tenant_id = ${tenantId} AND u.id = n.id AND u.status IN ('queued', 'running')
         AND (n.attempt IS NULL OR u.attempt = n.attempt)`;
  }

  async anyOpen(tx: Tx, tenantId: string, scanId: string): Promise<boolean> {
    const [row] = await tx.$queryRaw<{ open: boolean }[]>`
      SELECT EXISTS (SELECT FROM scan_units WHERE tenant_id = ${tenantId} AND scan_id = ${scanId}
                        AND status IN ('queued', 'running')) AS open`;
    return row?.open === true;
  }

  async outcomes(
    tx: Tx,
    tenantId: string,
    scanId: string,
  ): Promise<(UnitOutcome & { id: string; service: string })[]> {
    const rows = await tx.scanUnit.findMany({
      where: { tenantId, scanId },
      select: { id: true, service: true, status: true, errors: true },
    });
    return rows.map(({ id, service, status, errors }) => ({
      ...{ id, service },
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
