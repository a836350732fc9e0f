import { Injectable } from '@nestjs/common';
import { ControlCatalog } from './control-catalog.service.js';
import { FrameworkCatalog } from './framework-catalog.service.js';
import { ScanResultsStore } from './scan-results.store.js';
import { ScoreStore } from './score.store.js';
import { TypeReadingStore } from './type-reading.store.js';

/** What an assessment reads and writes. */
@Injectable()
export class AssessmentStores {
  constructor(
    readonly scores: ScoreStore,
    readonly readings: TypeReadingStore,
    readonly results: ScanResultsStore,
    readonly controls: ControlCatalog,
    readonly frameworks: FrameworkCatalog,
  ) {}
}
