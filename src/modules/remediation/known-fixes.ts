import { Inject, Injectable, Optional } from '@nestjs/common';
import { fixById, fixFor } from './domain/fixes/index.js';
import type { Fix } from './domain/fix.js';

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
}
