import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { conflict, invalid } from '../../shared/app-error.js';
import { newId } from '../../shared/ids.js';
import { AuditLog } from '../access/index.js';
import { DefinitionChecks } from './definition-checks.js';
import type { SaveDefinition, ValidateDefinition, Validation } from './definitions.schemas.js';
import { DefinitionStore, type OwnDefinition, type OwnDefinitionHead } from './definitions.store.js';

const MOST_TYPES = 200;

type Content = Pick<
  OwnDefinition,
  'name' | 'description' | 'definition' | 'requiredParameters' | 'optionalParameters'
>;

/** Checks and saves workflows of a tenant's own. */
@Injectable()
export class DefinitionEditing {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly store: DefinitionStore,
    private readonly checks: DefinitionChecks,
    private readonly audit: AuditLog,
  ) {}

  async validate({ tenantId }: Caller, { definition }: ValidateDefinition): Promise<Validation> {
    const checked = await this.checks.check(tenantId, definition);
    if ('problems' in checked) return { valid: false, problems: checked.problems };
    return { valid: true, problems: [], drawing: checked.drawing };
  }

  /**
   * Saves the next revision, unless nothing has changed. Executions under way end by the revision that they have.
   * @throws AppError INVALID naming each problem by `definition` and its JSON pointer; CONFLICT where the type is one
   * of the service's, where the tenant has too many, or where Step Functions runs workflows
   */
  async save(caller: Caller, workflowType: string, given: SaveDefinition): Promise<void> {
    if (this.config.get('WORKFLOW_ENGINE') === 'aws') {
      throw conflict('Own workflows run on the local engine only, and this service uses AWS Step Functions');
    }
    this.checks.checkType(workflowType);
    const content = await this.#checked(caller.tenantId, given);
    await this.database.withTenant(caller.tenantId, async (tx) => {
      await this.store.lock(tx, caller.tenantId);
      const before = await this.store.head(tx, caller.tenantId, workflowType);
      if (before !== undefined && (await this.#isSame(tx, before, content))) return;
      if (before === undefined && (await this.store.countTypes(tx, caller.tenantId)) >= MOST_TYPES) {
        throw conflict(`There are ${MOST_TYPES} own workflows already`);
      }
      await this.#insert(tx, caller, workflowType, content, before);
    });
  }

  async #checked(tenantId: string, given: SaveDefinition): Promise<Content> {
    const { name, description, requiredParameters, optionalParameters } = given;
    const required = requiredParameters.filter((parameter) => parameter !== 'tenantId');
    const both = optionalParameters.findIndex((parameter) => required.includes(parameter));
    if (both >= 0) {
      throw invalid([{ path: `optionalParameters.${both}`, message: 'is among the required ones' }]);
    }
    const checked = await this.checks.check(tenantId, given.definition);
    if ('problems' in checked) {
      const details = checked.problems.map(({ pointer, code, message }) => ({
        path: `definition${pointer}`,
        message: `${code}: ${message}`,
      }));
      throw invalid(details, 'The definition is not valid');
    }
    return { name, description, definition: checked.text, requiredParameters: required, optionalParameters };
  }

  async #isSame(tx: Tx, before: OwnDefinitionHead, content: Content): Promise<boolean> {
    const { definition, ...head } = content;
    const isSameHead = Object.entries(head).every(
      ([name, value]) => JSON.stringify(before[name as keyof typeof head]) === JSON.stringify(value),
    );
    return isSameHead && (await this.store.definitionOf(tx, before)) === definition;
  }

  async #insert(
    tx: Tx,
    caller: Caller,
    workflowType: string,
    content: Content,
    before: OwnDefinitionHead | undefined,
  ): Promise<void> {
    const { tenantId, owner: savedBy, keyId: savedByKey } = caller;
    const revision = (before?.revision ?? 0) + 1;
    const createdAt = await this.database.now(tx);
    await this.store.insert(tx, {
      ...{ id: newId('wfd'), tenantId, workflowType, revision, savedBy, savedByKey, createdAt },
      ...content,
    });
    const { definition, ...after } = content;
    await this.audit.write(tx, caller, {
      ...{ action: 'workflow-definition.saved', targetType: 'workflow-definition', targetId: workflowType },
      before: before === undefined ? undefined : headOf(before),
      after: { revision, ...after, definitionSha256: createHash('sha256').update(definition).digest('hex') },
    });
  }
}

function headOf({ revision, name, description, requiredParameters, optionalParameters }: OwnDefinitionHead) {
  return { revision, name, description, requiredParameters, optionalParameters };
}
