import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { conflict, invalid, notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { fixProblems } from './domain/guarded-fixes.js';
import { ALL_ACCOUNTS, type Policy } from './domain/guardrails.js';
import {
  guardrailSettings,
  type GuardrailsAnswer,
  type GuardrailsQuery,
  type SaveGuardrails,
} from './guardrails.schemas.js';
import { Guardrails, policyFrom } from './guardrails.service.js';
import { GuardrailsStore, type GuardrailRow } from './guardrails.store.js';
import { KnownFixes } from './known-fixes.js';
import { RemediationAccess } from './remediation-access.js';

/** Admins say what may be changed in which account. */
@Injectable()
export class GuardrailSettingsService {
  constructor(
    private readonly database: Database,
    private readonly store: GuardrailsStore,
    private readonly guardrails: Guardrails,
    private readonly fixes: KnownFixes,
    private readonly access: RemediationAccess,
  ) {}

  /** Those of all accounts, then of each that is registered or has any, by its digits. */
  async list({ tenantId }: Caller, { limit, cursor }: GuardrailsQuery): Promise<Page<GuardrailsAnswer>> {
    const after = decodeCursor(cursor, 1)?.[0] ?? '';
    const registered = await this.#registered(tenantId);
    return this.database.withTenant(tenantId, async (tx) => {
      const rows = await this.store.all(tx, tenantId);
      const exemptTags = await this.guardrails.exemptTags(tx, tenantId);
      // `*` sorts before digits
      const all = new Set([ALL_ACCOUNTS, ...registered, ...rows.map(({ accountId }) => accountId)]);
      const asked = [...all].sort().filter((accountId) => accountId > after);
      const page = toPage(asked.slice(0, limit + 1), limit, (accountId) => [accountId]);
      return { ...page, items: page.items.map((id) => answer(id, rows, registered, exemptTags)) };
    });
  }

  /** @throws AppError NOT_FOUND for an account that is neither registered nor has any */
  async get({ tenantId }: Caller, accountId: string): Promise<GuardrailsAnswer> {
    const registered = await this.#registered(tenantId, accountId);
    return this.database.withTenant(tenantId, async (tx) => {
      const rows = await this.store.of(tx, tenantId, [accountId]);
      if (!registered.has(accountId) && !rows.some((row) => row.accountId === accountId))
        throw notFound('account', accountId);
      return this.#answer(tx, tenantId, accountId, rows, registered);
    });
  }

  /** Replaces what is set for an account. What runs is asked again before its next change. */
  async save(caller: Caller, accountId: string, given: SaveGuardrails): Promise<GuardrailsAnswer> {
    const { tenantId, owner } = caller;
    const { tenantId: _, version, ...settings } = given;
    const problems = fixProblems(settings, (id) => this.fixes.byId(id));
    if (problems.length > 0) throw invalid(problems);
    const registered = await this.#registered(tenantId, accountId);
    if (!registered.has(accountId)) throw notFound('account', accountId);
    return this.database.withTenant(tenantId, async (tx) => {
      const before = await this.#locked(tx, tenantId, accountId);
      const to = { settings, savedBy: owner, replaces: version ?? null };
      const after = await this.store.save(tx, tenantId, accountId, to);
      if (after === undefined)
        throw conflict(`The guardrails have been changed: they are of version ${before?.version ?? 0}`);
      await this.#changed(tx, caller, 'guardrails.saved', accountId, before?.settings, settings);
      const rows = await this.store.of(tx, tenantId, [accountId]);
      return this.#answer(tx, tenantId, accountId, rows, registered);
    });
  }

  /** Back to what holds for all accounts, or by default. */
  async remove(caller: Caller, accountId: string): Promise<void> {
    const { tenantId } = caller;
    await this.database.withTenant(tenantId, async (tx) => {
      const before = await this.#locked(tx, tenantId, accountId);
      if (before === undefined) throw notFound('guardrails of', accountId);
      await this.store.delete(tx, tenantId, accountId);
      await this.#changed(tx, caller, 'guardrails.removed', accountId, before.settings, undefined);
    });
  }

  async #locked(tx: Tx, tenantId: string, accountId: string): Promise<GuardrailRow | undefined> {
    return (await this.store.lock(tx, tenantId, accountId)).find((row) => row.accountId === accountId);
  }

  async #changed(
    tx: Tx,
    caller: Caller,
    action: string,
    targetId: string,
    before: unknown,
    after: unknown,
  ): Promise<void> {
    await this.access.audit.write(tx, caller, { action, targetType: 'guardrails', targetId, before, after });
  }

  async #answer(
    tx: Tx,
    tenantId: string,
    accountId: string,
    rows: readonly GuardrailRow[],
    registered: ReadonlySet<string>,
  ): Promise<GuardrailsAnswer> {
    const exemptTags = await this.guardrails.exemptTags(tx, tenantId);
    return answer(accountId, rows, registered, exemptTags);
  }

  /** The accounts of the tenant (or whether one is), `*` among them. */
  async #registered(tenantId: string, accountId?: string): Promise<ReadonlySet<string>> {
    const rows = await this.access.accounts.forScan(tenantId);
    const ids = rows.map((row) => row.accountId).filter((id) => accountId === undefined || id === accountId);
    return new Set([ALL_ACCOUNTS, ...ids]);
  }
}

function answer(
  accountId: string,
  rows: readonly GuardrailRow[],
  registered: ReadonlySet<string>,
  exemptTags: Policy['tenantExemptTags'],
): GuardrailsAnswer {
  const own = rows.find((row) => row.accountId === accountId);
  const {
    origins,
    accountId: _,
    tenantExemptTags: __,
    ...effective
  } = policyFrom(rows, accountId, exemptTags);
  return {
    ...{ accountId, registered: registered.has(accountId) },
    settings: own === undefined ? null : guardrailSettings.parse(own.settings),
    ...{ version: own?.version ?? 0, savedBy: own?.savedBy ?? null, savedAt: own?.savedAt ?? null },
    ...{ effective: structuredClone(effective) as GuardrailsAnswer['effective'], origins },
  };
}
