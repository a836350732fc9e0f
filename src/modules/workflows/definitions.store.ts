import { Injectable } from '@nestjs/common';
import type { Prisma, Tx } from '../../platform/database/index.js';

type Row = Prisma.WorkflowDefinitionGetPayload<object>;

/** A revision of a tenant's own workflow. */
export interface OwnDefinition extends Omit<Row, 'requiredParameters' | 'optionalParameters'> {
  requiredParameters: string[];
  optionalParameters: string[];
}

/** Without its definition, which may be large. */
export type OwnDefinitionHead = Omit<OwnDefinition, 'definition'>;

const HEAD = {
  ...{ id: true, tenantId: true, workflowType: true, revision: true, name: true, description: true },
  ...{ requiredParameters: true, optionalParameters: true, savedBy: true, savedByKey: true, createdAt: true },
} satisfies Prisma.WorkflowDefinitionSelect;

/** Tenants' own workflows: a row for each revision, and none is ever changed. */
@Injectable()
export class DefinitionStore {
  /** The newest revision of each type. */
  async newest(tx: Tx, tenantId: string): Promise<OwnDefinitionHead[]> {
    return tx.$queryRaw<OwnDefinitionHead[]>`
      SELECT DISTINCT ON (workflow_type) id, tenant_id AS "tenantId", workflow_type AS "workflowType", revision, name,
             description, required_parameters AS "requiredParameters", optional_parameters AS "optionalParameters",
             saved_by AS "savedBy", saved_by_key AS "savedByKey", created_at AS "createdAt"
        FROM workflow_definitions WHERE tenant_id = ${tenantId} ORDER BY workflow_type, revision DESC`;
  }

  /** The newest revision of a type. */
  async head(tx: Tx, tenantId: string, workflowType: string): Promise<OwnDefinitionHead | undefined> {
    const row = await tx.workflowDefinition.findFirst({
      where: { tenantId, workflowType },
      select: HEAD,
      orderBy: { revision: 'desc' },
    });
    return row === null ? undefined : (row as OwnDefinitionHead);
  }

  async definitionOf(tx: Tx, { tenantId, id }: OwnDefinitionHead): Promise<string> {
    const row = await tx.workflowDefinition.findFirstOrThrow({
      where: { tenantId, id },
      select: { definition: true },
    });
    return row.definition;
  }

  /** Newest first. */
  async revisions(
    tx: Tx,
    tenantId: string,
    workflowType: string,
    take: number,
  ): Promise<OwnDefinitionHead[]> {
    const where = { tenantId, workflowType };
    const rows = await tx.workflowDefinition.findMany({
      ...{ where, select: HEAD, take },
      orderBy: { revision: 'desc' },
    });
    return rows as OwnDefinitionHead[];
  }

  /** Whoever saves in the same tenant waits until this transaction has ended. */
  async lock(tx: Tx, tenantId: string): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`workflow-definitions ${tenantId}`}, 0))`;
  }

  async countTypes(tx: Tx, tenantId: string): Promise<number> {
    const [row] = await tx.$queryRaw<{ n: number }[]>`
      SELECT count(DISTINCT workflow_type)::int AS n FROM workflow_definitions WHERE tenant_id = ${tenantId}`;
    return row?.n ?? 0;
  }

  async insert(tx: Tx, definition: OwnDefinition): Promise<void> {
    await tx.workflowDefinition.create({ data: definition });
  }
}
