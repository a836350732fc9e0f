import { Injectable } from '@nestjs/common';
import { AuditStates } from '../access/index.js';
import { controlsOf, frameworkOf, frameworks, type Framework } from './domain/frameworks/index.js';

/** Frameworks as they stood at a time: the product's own, and tenants' by what the audit log told of them. */
@Injectable()
export class FrameworkHistory {
  constructor(private readonly states: AuditStates) {}

  /** Those that an audit is about. @param id null: every one */
  async of(tenantId: string, id: string | null, to: Date, signal: AbortSignal): Promise<Framework[]> {
    const ours = id === null ? undefined : frameworkOf(id);
    if (ours !== undefined) return [ours];
    const own: Framework[] = [];
    for await (const { targetId, action, state } of this.states.of(tenantId, 'framework', to, signal)) {
      if (action === 'framework.deleted' || (id !== null && targetId !== id)) continue;
      own.push({ ...(state as unknown as Framework), id: targetId, aliases: [] });
    }
    return id === null ? [...frameworks, ...own] : own;
  }

  /** The controls of a framework; null: every one counts. */
  async controlsOf(
    tenantId: string,
    id: string | null,
    to: Date,
    signal: AbortSignal,
  ): Promise<string[] | null> {
    if (id === null) return null;
    return (await this.of(tenantId, id, to, signal)).flatMap(controlsOf);
  }
}
