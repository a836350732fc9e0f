import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { AppError, conflict, invalid, notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import type { CustomControlRow } from './custom-control.store.js';
import type {
  ChangeCustomControl,
  CreateCustomControl,
  CustomControlAnswer,
  CustomControlQuery,
} from './custom-controls.schemas.js';
import { closeCustomFindings } from './custom-controls.jobs.js';
import { CustomStores } from './custom-stores.js';
import { CustomTrialsService } from './custom-trials.service.js';
import { customLimits, triedAs } from './domain/custom-control.js';
import { ScanAccess } from './scan-access.js';

const NOT_TRIED =
  'The expression has not been tried: POST /controls/custom/{id}/dry-run shows what it says of the inventory, then it ' +
  'can be enabled';

/** Controls of a tenant's own: each is an expression about one type of resource. */
@Injectable()
export class CustomControlsService {
  constructor(
    private readonly database: Database,
    private readonly stores: CustomStores,
    private readonly trials: CustomTrialsService,
    private readonly jobs: Jobs,
    private readonly access: ScanAccess,
  ) {}

  async list(
    { tenantId }: Caller,
    { limit, cursor }: CustomControlQuery,
  ): Promise<Page<CustomControlAnswer>> {
    const after = decodeCursor(cursor, 1)?.[0] ?? '';
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.stores.controls.list(tx, tenantId, after, limit + 1),
    );
    const page = toPage(rows, limit, ({ id }) => [id]);
    return { ...page, items: page.items.map(answer) };
  }

  async get({ tenantId }: Caller, id: string): Promise<CustomControlAnswer> {
    return this.database.withTenant(tenantId, async (tx) => answer(await this.#find(tx, tenantId, id)));
  }

  /** @throws AppError INVALID naming `expression`; CONFLICT where the id is taken, or there are too many */
  async create(caller: Caller, given: CreateCustomControl): Promise<CustomControlAnswer> {
    const { tenantId } = caller;
    await this.trials.check(tenantId, given.expression);
    if (given.enabled) throw new AppError('PRECONDITION_FAILED', NOT_TRIED);
    return this.database.withTenant(tenantId, async (tx) => {
      const { controls } = this.stores;
      await controls.lock(tx, tenantId);
      if ((await controls.count(tx, tenantId)) >= customLimits.controls)
        throw conflict(`There are ${customLimits.controls} controls of your own: no more can be saved`);
      if (!(await controls.insert(tx, tenantId, toRow(caller, given))))
        throw conflict(`There is a control ${given.id} already`);
      const after = await this.#find(tx, tenantId, given.id);
      await this.#audit(tx, caller, 'custom_control.created', given.id, undefined, after);
      return answer(after);
    });
  }

  /** @throws AppError INVALID naming `expression`; PRECONDITION_FAILED where it is to be enabled untried */
  async change(caller: Caller, id: string, given: ChangeCustomControl): Promise<CustomControlAnswer> {
    const { tenantId } = caller;
    await this.get(caller, id); // who has no such control learns nothing of expressions
    if (given.id !== undefined && given.id !== id)
      throw invalid([{ path: 'id', message: 'cannot be changed: it is that of the path' }]);
    await this.trials.check(tenantId, given.expression);
    return this.database.withTenant(tenantId, async (tx) => {
      const before = await this.#find(tx, tenantId, id);
      if (given.enabled && !mayBeEnabled(before, given)) throw new AppError('PRECONDITION_FAILED', NOT_TRIED);
      const updatedAt = await this.database.now(tx);
      await this.stores.controls.change(tx, tenantId, { ...toRow(caller, { ...given, id }), updatedAt });
      const after = await this.#find(tx, tenantId, id);
      const isNarrower = before.enabled && (!after.enabled || after.resourceType !== before.resourceType);
      if (isNarrower) await this.#close(tx, tenantId, id);
      await this.#audit(tx, caller, 'custom_control.changed', id, before, after);
      return answer(after);
    });
  }

  /** @throws AppError CONFLICT where a framework names it */
  async remove(caller: Caller, id: string): Promise<void> {
    const { tenantId } = caller;
    await this.database.withTenant(tenantId, async (tx) => {
      await this.stores.controls.lock(tx, tenantId); // no framework begins to name it meanwhile
      const before = await this.#find(tx, tenantId, id);
      const frameworks = await this.stores.frameworks.all(tx, tenantId);
      const naming = frameworks.filter(({ requirements }) =>
        requirements.some(({ controls }) => controls.includes(id)),
      );
      if (naming.length > 0)
        throw conflict(`Frameworks of your own name it: ${naming.map((one) => one.id).join(', ')}`);
      await this.stores.controls.delete(tx, tenantId, id);
      await this.#close(tx, tenantId, id);
      await this.#audit(tx, caller, 'custom_control.deleted', id, before, undefined);
    });
  }

  async #find(tx: Tx, tenantId: string, id: string): Promise<CustomControlRow> {
    const row = await this.stores.controls.find(tx, tenantId, id);
    if (row === undefined) throw notFound('control of your own', id);
    return row;
  }

  async #close(tx: Tx, tenantId: string, controlId: string): Promise<void> {
    await this.jobs.enqueueAll(tx, tenantId, closeCustomFindings, [{ controlId }]);
  }

  async #audit(
    tx: Tx,
    caller: Caller,
    action: string,
    targetId: string,
    before: CustomControlRow | undefined,
    after: CustomControlRow | undefined,
  ): Promise<void> {
    await this.access.audit.write(tx, caller, {
      ...{ action, targetType: 'custom_control', targetId, before, after },
    });
  }
}

const toRow = ({ owner, keyId }: Caller, { tenantId: _, ...given }: CreateCustomControl) => ({
  ...given,
  ...{ savedBy: owner, savedByKey: keyId },
});

/** What is enabled already was tried once. */
const mayBeEnabled = (
  before: CustomControlRow,
  given: Pick<CustomControlRow, 'resourceType' | 'expression'>,
): boolean =>
  before.triedExpression === triedAs(given) || (before.enabled && triedAs(before) === triedAs(given));

function answer(row: CustomControlRow): CustomControlAnswer {
  const { remediation, triedExpression: _t, version: _v, ...rest } = row;
  return {
    ...rest,
    remediation: { text: remediation.text, url: remediation.url ?? null },
    isTried: mayBeEnabled(row, row),
  };
}
