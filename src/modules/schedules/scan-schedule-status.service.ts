import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { ScansService } from '../scanning/index.js';
import { keyPrefixOf } from '../workflows/index.js';
import { DefaultSchedulesService } from './default-schedules.service.js';
import { RunStore, type RunRow } from './runs.store.js';
import { configOf } from './scan-config.js';
import type { ScanConfig, ScanScheduleStatus } from './scan-schedule.schemas.js';

const HISTORY = 10;

/** How the scan schedule stands, as specs/4 shows it. */
@Injectable()
export class ScanScheduleStatusService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunStore,
    private readonly defaults: DefaultSchedulesService,
    private readonly scans: ScansService,
  ) {}

  async config({ tenantId }: Caller): Promise<ScanConfig> {
    return this.database.withTenant(tenantId, async (tx) =>
      configOf(await this.defaults.scanSchedule(tx, tenantId)),
    );
  }

  async status({ tenantId }: Caller): Promise<ScanScheduleStatus> {
    return this.database.withTenant(tenantId, async (tx) => {
      const schedule = await this.defaults.scanSchedule(tx, tenantId);
      const runs = await this.runs.list(tx, schedule, { take: HISTORY });
      const last = runs.find(({ startedAt }) => startedAt !== null);
      const prefixes = runs.flatMap((run) => prefixOf(run) ?? []);
      const scans = await this.scans.askedForBy(tx, tenantId, prefixes);
      return {
        ...configOf(schedule),
        last_run: last?.startedAt ?? null,
        last_status: last?.status ?? null,
        next_run: schedule.nextRunAt,
        running: runs.some(({ status }) => status === 'running'),
        history: runs.map((run) => historyOf(run, scans)),
      };
    });
  }
}

/** What the request key of a run's scan begins with, where a workflow has asked for it. */
const prefixOf = ({ executionType, executionId }: RunRow): string | undefined =>
  executionType === 'execution' && executionId !== null ? keyPrefixOf(executionId) : undefined;

function scanOf(run: RunRow, scans: ReadonlyMap<string, string>): string | null {
  const prefix = prefixOf(run);
  if (prefix !== undefined) return scans.get(prefix) ?? null;
  return run.executionType === 'scan' ? run.executionId : null;
}

const historyOf = (
  run: RunRow,
  scans: ReadonlyMap<string, string>,
): ScanScheduleStatus['history'][number] => ({
  run_id: run.id,
  planned_at: run.plannedAt,
  started_at: run.startedAt,
  ended_at: run.endedAt,
  status: run.status,
  scan_id: scanOf(run, scans),
  error: run.error ?? run.reason,
});
