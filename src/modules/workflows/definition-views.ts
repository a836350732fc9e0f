import { Injectable } from '@nestjs/common';
import { mermaid, type Program } from '../../asl/index.js';
import { Database } from '../../platform/database/index.js';
import { notFound } from '../../shared/app-error.js';
import { DefinitionChecks } from './definition-checks.js';
import type { DefinitionAnswer } from './definitions.schemas.js';
import { DefinitionsService, listedOwn, type KnownWorkflow } from './definitions.service.js';
import { DefinitionStore } from './definitions.store.js';

const MOST_REVISIONS = 100;

/** Workflows with their definitions and drawings. */
@Injectable()
export class DefinitionViews {
  constructor(
    private readonly definitions: DefinitionsService,
    private readonly database: Database,
    private readonly store: DefinitionStore,
    private readonly checks: DefinitionChecks,
  ) {}

  /** @throws AppError NOT_FOUND */
  async get(tenantId: string, workflowType: string): Promise<DefinitionAnswer> {
    const ours = this.definitions.builtIn(workflowType);
    if (ours !== undefined) return shownOf(ours);
    const found = await this.database.withTenant(tenantId, async (tx) => {
      const revisions = await this.store.revisions(tx, tenantId, workflowType, MOST_REVISIONS);
      const [newest] = revisions;
      if (newest === undefined) return undefined;
      return { newest, revisions, definition: await this.store.definitionOf(tx, newest) };
    });
    if (found === undefined) throw notFound('workflow', workflowType);
    const { newest, revisions, definition } = found;
    return {
      ...listedOwn(newest),
      revision: newest.revision,
      revisions: revisions.map(({ revision, name, savedBy, createdAt }) => ({
        ...{ revision, name, savedBy, savedAt: createdAt },
      })),
      definition: JSON.parse(definition) as Record<string, unknown>,
      drawing: await this.checks.drawingOf(tenantId, newest.id, definition),
    };
  }
}

const drawings = new WeakMap<Program, string>();

function shownOf(ours: KnownWorkflow): DefinitionAnswer {
  const { program, isOwn: _, parameters: __, ...listed } = ours;
  let drawing = drawings.get(program);
  if (drawing === undefined) drawings.set(program, (drawing = mermaid(program)));
  return { ...listed, revision: null, revisions: [], definition: { ...program }, drawing };
}
