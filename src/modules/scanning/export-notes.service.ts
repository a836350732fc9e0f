import { Injectable } from '@nestjs/common';
import { ControlCatalog } from './control-catalog.service.js';
import type { ControlNotes } from './domain/exports/subject.js';
import { FrameworkCatalog } from './framework-catalog.service.js';

/** Gives the notes of a control, by its id; null where a tenant has no such control any more. */
export type NotesOf = (controlId: string) => ControlNotes | null;

/** What a tenant's controls and frameworks add to an exported finding. */
@Injectable()
export class ExportNotes {
  constructor(
    private readonly controls: ControlCatalog,
    private readonly frameworks: FrameworkCatalog,
  ) {}

  async of(tenantId: string): Promise<NotesOf> {
    const [controls, frameworks] = await Promise.all([
      this.controls.all(tenantId),
      this.frameworks.all(tenantId),
    ]);
    const requirements = new Map<string, ControlNotes['requirements'][number][]>();
    for (const { id: frameworkId, name, version, requirements: asked } of frameworks) {
      const framework = name.includes(version) ? name : `${name} ${version}`;
      for (const { id: requirementId, controls: ids } of asked) {
        for (const id of new Set(ids)) {
          const known = requirements.get(id) ?? [];
          known.push({ frameworkId, framework, requirementId });
          requirements.set(id, known);
        }
      }
    }
    const notes = new Map(
      controls.map(({ id, class: kind, risk, remediation: { text, url } }) => [
        id,
        { class: kind, risk, remediation: { text, url }, requirements: requirements.get(id) ?? [] },
      ]),
    );
    return (controlId) => notes.get(controlId) ?? null;
  }
}
