import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { conflict, invalid, notFound } from '../../shared/app-error.js';
import type { CustomFramework } from './custom-framework.store.js';
import type { ChangeFramework, CreateFramework } from './custom-frameworks.schemas.js';
import { CustomStores } from './custom-stores.js';
import { customLimits } from './domain/custom-control.js';
import { requirementsFrom } from './domain/custom-framework.js';
import { frameworkOf } from './domain/frameworks/index.js';
import type { FrameworkAnswer } from './frameworks.schemas.js';
import { FrameworksService } from './frameworks.service.js';
import { ScanAccess } from './scan-access.js';

/** Frameworks of a tenant's own: what it asks of its accounts, beside those of the product. */
@Injectable()
export class CustomFrameworksService {
  constructor(
    private readonly database: Database,
    private readonly stores: CustomStores,
    private readonly frameworks: FrameworksService,
    private readonly access: ScanAccess,
  ) {}

  /** @throws AppError INVALID naming each control that is none; CONFLICT where the id is taken, or there are too many */
  async create(caller: Caller, given: CreateFramework): Promise<FrameworkAnswer> {
    const { tenantId } = caller;
    if (frameworkOf(given.id) !== undefined) throw conflict(`${given.id} is a framework of the product`);
    await this.database.withTenant(tenantId, async (tx) => {
      const { frameworks, controls } = this.stores;
      await controls.lock(tx, tenantId);
      if ((await frameworks.count(tx, tenantId)) >= customLimits.frameworks)
        throw conflict(`There are ${customLimits.frameworks} frameworks of your own: no more can be saved`);
      const saved = await this.#checked(tx, caller, given.id, given);
      if (!(await frameworks.insert(tx, tenantId, saved)))
        throw conflict(`There is a framework ${given.id} already`);
      await this.#audit(tx, caller, 'framework.created', given.id, undefined, saved);
    });
    return this.frameworks.get(caller, given.id);
  }

  /** @throws AppError INVALID naming each control that is none */
  async change(caller: Caller, id: string, given: ChangeFramework): Promise<FrameworkAnswer> {
    const { tenantId } = caller;
    await this.database.withTenant(tenantId, async (tx) => {
      await this.stores.controls.lock(tx, tenantId); // none that it names is deleted meanwhile
      const before = await this.#find(tx, tenantId, id);
      if (given.id !== undefined && given.id !== id)
        throw invalid([{ path: 'id', message: 'cannot be changed: it is that of the path' }]);
      const saved = await this.#checked(tx, caller, id, given);
      const updatedAt = await this.database.now(tx);
      await this.stores.frameworks.change(tx, tenantId, { ...saved, updatedAt });
      await this.#audit(tx, caller, 'framework.changed', id, before, saved);
    });
    return this.frameworks.get(caller, id);
  }

  async remove(caller: Caller, id: string): Promise<void> {
    const { tenantId } = caller;
    await this.database.withTenant(tenantId, async (tx) => {
      const before = await this.#find(tx, tenantId, id);
      await this.stores.frameworks.delete(tx, tenantId, id);
      await this.#audit(tx, caller, 'framework.deleted', id, before, undefined);
    });
  }

  async #find(tx: Tx, tenantId: string, id: string): Promise<CustomFramework> {
    const framework = await this.stores.frameworks.find(tx, tenantId, id);
    if (framework !== undefined) return framework;
    if (frameworkOf(id) !== undefined) throw conflict(`${id} is a framework of the product`);
    throw notFound('framework', id);
  }

  async #checked(
    tx: Tx,
    { tenantId, owner, keyId }: Caller,
    id: string,
    { name, version, description, requirements: given }: ChangeFramework,
  ) {
    const own = await this.stores.controls.list(tx, tenantId, '', customLimits.controls);
    const checked = requirementsFrom(given, new Set(own.map((control) => control.id)));
    if ('problems' in checked) throw invalid(checked.problems);
    const { requirements } = checked;
    return { id, name, version, description, requirements, savedBy: owner, savedByKey: keyId };
  }

  async #audit(
    tx: Tx,
    caller: Caller,
    action: string,
    targetId: string,
    before: CustomFramework | undefined,
    after: CustomFramework | undefined,
  ): Promise<void> {
    await this.access.audit.write(tx, caller, { action, targetType: 'framework', targetId, before, after });
  }
}
