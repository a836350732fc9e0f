import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { CustomControlStore } from './custom-control.store.js';
import { CustomFrameworkStore } from './custom-framework.store.js';
import type { CustomControl } from './domain/custom-control.js';
import { frameworks, type Framework } from './domain/frameworks/index.js';

/** What a tenant has of its own beside the product's controls and frameworks. */
export interface Own {
  /** Those that are enabled. */
  controls: readonly CustomControl[];
  /** Those of the product, too. */
  frameworks: readonly Framework[];
}

/** The rows of what tenants decide by rules of their own. */
@Injectable()
export class CustomStores {
  constructor(
    readonly controls: CustomControlStore,
    readonly frameworks: CustomFrameworkStore,
  ) {}

  async own(tx: Tx, tenantId: string): Promise<Own> {
    return {
      controls: await this.controls.enabled(tx, tenantId),
      frameworks: [...frameworks, ...(await this.frameworks.all(tx, tenantId))],
    };
  }
}
