import { Inject, Injectable, Optional } from '@nestjs/common';
import { fixById, fixes, fixFor } from './domain/fixes/index.js';
import { permissionsOf, type Fix } from './domain/fix.js';
import type { FixList } from './fixes.schemas.js';

/** Fixes that other modules and tests bring: those of this module are in domain/fixes. */
export const MORE_FIXES = Symbol('fixes beside those that come with the service');

/** Every fix that can be made here. */
@Injectable()
export class KnownFixes {
  constructor(@Optional() @Inject(MORE_FIXES) private readonly more: readonly Fix[] = []) {}

  byId(id: string): Fix | undefined {
    return this.more.find((fix) => fix.id === id) ?? fixById(id);
  }

  /** undefined: only people can mend it. */
  forControl(controlId: string): Fix | undefined {
    return this.more.find(({ controls }) => controls.includes(controlId)) ?? fixFor(controlId);
  }

  /** Those of findings, by their ids; containments, which incidents ask for, have no control. */
  list(): FixList['items'] {
    return [...this.more, ...fixes]
      .filter(({ controls }) => controls.length > 0)
      .map((fix) => ({
        ...{ fixId: fix.id, title: fix.title, controls: [...fix.controls], resourceType: fix.type },
        ...{ loses: fix.loses ?? null, permissions: permissionsOf(fix) },
      }))
      .sort((a, b) => (a.fixId < b.fixId ? -1 : 1));
  }
}
