import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Task, type TaskContext } from '../../../platform/tasks/index.js';
import { ScanResultsService } from '../../scanning/index.js';
import { scanJobId } from './scan-environment.schemas.js';

const input = z.object({ scanJobId });

/** Tells what a scan has left in the table of findings: it writes them itself, page by page, while it reads. */
@Injectable()
export class FindingsStorageTask {
  constructor(private readonly results: ScanResultsService) {}

  /** `opened` and `resolved` by this scan; `open` are all that it has seen, older ones too. */
  @Task('findings-storage', input)
  async confirm({ scanJobId }: z.output<typeof input>, { tenantId }: TaskContext) {
    const changed = await this.results.changedBy(tenantId, scanJobId);
    const { total, suppressed } = await this.results.totalsOf(tenantId, scanJobId);
    return { stored: total + suppressed, open: total, suppressed, ...changed };
  }
}
