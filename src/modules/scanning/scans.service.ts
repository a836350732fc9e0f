import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { AppError, conflict, invalid, notFound } from '../../shared/app-error.js';
import { newId } from '../../shared/ids.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import type { Actor } from '../access/index.js';
import { controlById } from './domain/controls/index.js';
import { NO_CONTROL, NO_FRAMEWORK } from './domain/custom-control.js';
import { frameworkOf } from './domain/frameworks/index.js';
import { GLOBAL_REGION } from './domain/resource-type.js';
import type { ScanStatus } from './domain/scan-outcome.js';
import { normalScope, scopeKey, type Scope } from './domain/scope.js';
import { ScanAccess } from './scan-access.js';
import { scanAccount } from './scan.jobs.js';
import type { ScanAnswer, ScanQuery, ScanSummary, StartScan } from './scan.schemas.js';
import { ScanStore, type Progress, type ScanRow } from './scan.store.js';
import { ACCOUNT_UNIT, ScanUnitStore } from './scan-unit.store.js';

const NO_ACCOUNT = 'No AWS account is registered: POST /accounts first';
const NO_PROGRESS: Progress = {
  unitsDone: 0,
  unitsTotal: 0,
  resources: 0,
  findings: 0,
  apiCalls: 0,
  throttles: 0,
};

export interface StartOptions {
  /** What asked for it: `api`, `schedule`, or what an external system calls itself. */
  source: string;
  /** Whether an equal scan under way is taken instead (a scheduled run), or is a conflict (a person). */
  join: boolean;
  /** Who may have to ask again gives one: the same key starts one scan. */
  requestKey?: string;
  /** Channels that are told of its end: [] those that the rules say; left out by who is no schedule. */
  notify?: readonly string[] | undefined;
}

@Injectable()
export class ScansService {
  constructor(
    private readonly database: Database,
    private readonly scans: ScanStore,
    private readonly units: ScanUnitStore,
    private readonly jobs: Jobs,
    private readonly access: ScanAccess,
  ) {}

  /**
   * Starts a scan: its row, a unit per account and their jobs commit together.
   * @throws AppError CONFLICT naming the equal scan under way; PRECONDITION_FAILED where no account is registered
   */
  async start(
    actor: Actor,
    wanted: StartScan & Pick<Scope, 'reads'>,
    { source, join, requestKey, notify }: StartOptions,
  ): Promise<{ scanId: string }> {
    const { tenantId } = actor;
    const scope = normalScope(wanted);
    const accounts = await this.access.accounts.forScan(tenantId, scope.accountIds ?? undefined);
    if (accounts.length === 0) throw new AppError('PRECONDITION_FAILED', NO_ACCOUNT);
    const scan = {
      ...{
        id: newId('scan'),
        tenantId,
        scanType: wanted.scanType,
        scope,
        scopeKey: scopeKey(wanted.scanType, scope),
      },
      ...{
        source,
        requestedBy: actor.owner,
        correlationId: correlation.id(),
        requestKey: requestKey ?? null,
        notifyChannels: notify ?? null,
      },
    };
    return this.database.withTenant(tenantId, async (tx) => {
      await this.#checkOwn(tx, tenantId, scope);
      const earlier = await this.#earlier(tx, tenantId, requestKey);
      if (earlier !== undefined) return { scanId: earlier };
      if (!(await this.scans.insert(tx, scan))) {
        const joined = join ? await this.#join(tx, tenantId, scan.scopeKey, requestKey) : undefined;
        if (joined !== undefined) {
          if (notify !== undefined) await this.scans.notifyToo(tx, tenantId, joined, notify);
          return { scanId: joined };
        }
        const running = await this.scans.findRunning(tx, tenantId, scan.scopeKey);
        throw conflict(`An equal scan is under way: ${running ?? 'it has just ended, try again'}`);
      }
      const keys = accounts.map(({ accountId }) => ({
        accountId,
        region: GLOBAL_REGION,
        service: ACCOUNT_UNIT,
      }));
      const made = await this.units.insert(tx, tenantId, scan.id, keys);
      await this.jobs.enqueueAll(
        tx,
        tenantId,
        scanAccount,
        made.map((unitId) => ({ scanId: scan.id, unitId })),
      );
      const after = { scanType: scan.scanType, ...scope, source };
      await this.access.audit.write(tx, actor, {
        action: 'scan.started',
        targetType: 'scan',
        targetId: scan.id,
        after,
      });
      return { scanId: scan.id };
    });
  }

  /** @throws AppError INVALID naming each control and framework that neither the product nor the tenant has */
  async #checkOwn(tx: Tx, tenantId: string, { controls, frameworks }: Scope): Promise<void> {
    const isOurs = (id: string) => controlById(id) !== undefined || frameworkOf(id) !== undefined;
    if ([...(controls ?? []), ...(frameworks ?? [])].every(isOurs)) return;
    const own = await this.access.customs.own(tx, tenantId);
    const known = new Set([...own.controls, ...own.frameworks].map(({ id }) => id));
    const problems = (field: string, message: string, ids: readonly string[] | null = []) =>
      (ids ?? []).flatMap((id, at) =>
        isOurs(id) || known.has(id) ? [] : [{ path: `${field}.${at}`, message }],
      );
    const found = [
      ...problems('controls', NO_CONTROL, controls),
      ...problems('frameworks', NO_FRAMEWORK, frameworks),
    ];
    if (found.length > 0) throw invalid(found);
  }

  async #earlier(tx: Tx, tenantId: string, requestKey: string | undefined): Promise<string | undefined> {
    if (requestKey === undefined) return undefined;
    return (
      (await this.scans.findByRequest(tx, tenantId, requestKey)) ??
      (await this.scans.findJoined(tx, tenantId, requestKey))
    );
  }

  async #join(tx: Tx, tenantId: string, scopeKey: string, requestKey: string | undefined) {
    return requestKey === undefined
      ? this.scans.findRunning(tx, tenantId, scopeKey)
      : this.scans.join(tx, tenantId, scopeKey, requestKey);
  }

  async list(caller: Caller, query: ScanQuery): Promise<Page<ScanSummary>> {
    const { tenantId } = caller;
    const after = decodeCursor(query.cursor, 1)?.[0];
    return this.database.withTenant(tenantId, async (tx) => {
      const rows = await this.scans.list(tx, tenantId, {
        status: query.status,
        after,
        take: query.limit + 1,
      });
      const page = toPage(rows, query.limit, (row) => [row.id]);
      const progress = await this.scans.progressOf(
        tx,
        tenantId,
        page.items.map((row) => row.id),
      );
      return { ...page, items: page.items.map((row) => summaryOf(row, progress.get(row.id))) };
    });
  }

  async get({ tenantId }: Caller, scanId: string): Promise<ScanAnswer> {
    return this.database.withTenant(tenantId, async (tx) => {
      const scan = await this.scans.find(tx, tenantId, scanId);
      if (scan === undefined) throw notFound('scan', scanId);
      const progress = await this.scans.progressOf(tx, tenantId, [scanId]);
      return {
        ...summaryOf(scan, progress.get(scanId)),
        errors: await this.units.errors(tx, tenantId, scanId),
      };
    });
  }

  /** Why no scan can be started at all; undefined where one can. */
  async unready(tenantId: string): Promise<string | undefined> {
    return (await this.access.accounts.forScan(tenantId)).length === 0 ? NO_ACCOUNT : undefined;
  }

  /** Request keys of those that took a scan instead of an equal one of their own. */
  async joinedBy(tx: Tx, tenantId: string, scanId: string): Promise<string[]> {
    return this.scans.joinedBy(tx, tenantId, scanId);
  }

  /** The scans that were started or joined by keys of these beginnings, by the beginning: the newest of each. */
  async askedForBy(tx: Tx, tenantId: string, keyPrefixes: readonly string[]): Promise<Map<string, string>> {
    return keyPrefixes.length === 0 ? new Map() : this.scans.byKeyPrefixes(tx, tenantId, keyPrefixes);
  }

  /** Undefined when there is no such scan. */
  async statusOf(tenantId: string, scanId: string): Promise<ScanStatus | undefined> {
    const scan = await this.database.withTenant(tenantId, (tx) => this.scans.find(tx, tenantId, scanId));
    return scan?.status;
  }
}

function summaryOf(
  { id, scope, correlationId: _, notifyChannels: _n, ...scan }: ScanRow,
  progress: Progress | undefined,
): ScanSummary {
  return { scanId: id, ...scan, ...scope, progress: progress ?? NO_PROGRESS };
}
