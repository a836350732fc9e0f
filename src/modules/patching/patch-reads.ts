import { Injectable } from '@nestjs/common';
import { PatchBatchStore } from './patch-batches.store.js';
import { PatchInstallationStore } from './patch-installations.store.js';
import { PatchStepStore } from './patch-steps.store.js';

/** The tables of installations, for those who read all of them. */
@Injectable()
export class PatchReads {
  constructor(
    readonly installations: PatchInstallationStore,
    readonly batches: PatchBatchStore,
    readonly steps: PatchStepStore,
  ) {}
}
