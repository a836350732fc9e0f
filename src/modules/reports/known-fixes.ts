import { Injectable } from '@nestjs/common';

/** What the service could do about a control. */
export interface KnownFix {
  fixId: string;
  /** All of it can be brought back. */
  reversible: boolean;
}

/** Says which fixes there are. */
export abstract class FixCatalog {
  /** undefined: only people can mend it. */
  abstract fixOf(controlId: string): KnownFix | undefined;
}

/**
 * The fixes that recommendations tell of. Remediation stands on workflows, which write reports and so know this
 * module: it connects itself. Where it is not there, nothing can be fixed here.
 */
@Injectable()
export class ReportedFixes {
  #catalog: FixCatalog | undefined;

  connect(catalog: FixCatalog): void {
    this.#catalog = catalog;
  }

  of(controlId: string): KnownFix | null {
    return this.#catalog?.fixOf(controlId) ?? null;
  }
}
