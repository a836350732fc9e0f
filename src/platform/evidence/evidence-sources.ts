import { Injectable } from '@nestjs/common';
import { FoundMethods } from '../queue/index.js';
import { EVIDENCE, type EvidenceMark, type EvidenceMethod } from './evidence.js';

export interface EvidenceSource extends EvidenceMark {
  rows: EvidenceMethod;
}

/** All that gives evidence, whatever module it is of. */
@Injectable()
export class EvidenceSources {
  #all: readonly EvidenceSource[] | undefined;

  constructor(private readonly methods: FoundMethods) {}

  /** In the order of their names. @throws Error when two have one name */
  get all(): readonly EvidenceSource[] {
    if (this.#all !== undefined) return this.#all;
    const found = this.methods
      .markedBy<EvidenceMark, EvidenceMethod>(EVIDENCE)
      .map(({ mark, method }): EvidenceSource => ({ ...mark, rows: method }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    found.forEach(({ name }, index) => {
      if (found[index + 1]?.name === name) throw new Error(`Two sources of evidence are named ${name}`);
    });
    return (this.#all = found);
  }
}
