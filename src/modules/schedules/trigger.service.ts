import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/http/index.js';
import { ScansService } from '../scanning/index.js';
import type { TriggerScan } from './trigger.schemas.js';

@Injectable()
export class TriggerService {
  constructor(private readonly scans: ScansService) {}

  /** @throws AppError CONFLICT naming an equal scan that is under way */
  async trigger(caller: Caller, { source }: TriggerScan): Promise<{ scanId: string; status: 'queued' }> {
    const { scanId } = await this.scans.start(caller, { scanType: 'full' }, { source, join: false });
    return { scanId, status: 'queued' };
  }
}
