import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { countIncident } from './metrics.js';

/** Counts incidents once what they tell of has committed. */
@Injectable()
export class IncidentFigures {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  count(tx: Tx, what: Parameters<typeof countIncident>[1], severity: string): void {
    this.database.onCommit(tx, () => countIncident(this.config.get('ENVIRONMENT'), what, severity));
  }
}
