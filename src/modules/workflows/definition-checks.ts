import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Problem } from '../../asl/index.js';
import { CutOff, sandboxLimits } from '../../platform/sandbox/index.js';
import { conflict, invalid } from '../../shared/app-error.js';
import { BuiltInWorkflows } from './built-in-workflows.js';
import { refusalOfType } from './domain/own-type.js';
import { definitionLimits } from './local/definition-limits.js';
import { DefinitionSandbox } from './local/definition-sandbox.js';

const KEPT_DRAWINGS = 50;

/** A definition that can run, as its text is kept, or what keeps it from that. */
export type CheckedDefinition = { text: string; drawing: string } | { problems: Problem[] };

/** Checks and draws definitions that we did not write: in the sandbox, as either may take long. */
@Injectable()
export class DefinitionChecks {
  readonly #drawings = new LRUCache<string, string>({ max: KEPT_DRAWINGS });

  constructor(
    private readonly sandbox: DefinitionSandbox,
    private readonly ours: BuiltInWorkflows,
  ) {}

  /** @throws AppError INVALID where a workflow cannot be named so; CONFLICT where one of the service is */
  checkType(workflowType: string): void {
    const refusal = refusalOfType(workflowType);
    if (refusal === 'no name') throw invalid([{ path: 'workflowType', message: NAMING }]);
    if (refusal === 'ours' || this.ours.has(workflowType)) {
      throw conflict(`${workflowType} is a workflow of the service: save yours under another name`);
    }
  }

  /** @throws AppError UNAVAILABLE where too much waits for a check */
  async check(tenantId: string, definition: string | Record<string, unknown>): Promise<CheckedDefinition> {
    try {
      const given = typeof definition === 'string' ? definition : JSON.stringify(definition);
      const checked = await this.sandbox.check(tenantId, given);
      if ('problems' in checked) return checked;
      // blanks and the order of nothing but lists say nothing: the text is that of its JSON
      return { text: typeof definition === 'string' ? JSON.stringify(JSON.parse(given)) : given, ...checked };
    } catch (error) {
      if (error instanceof CutOff) return refused('SCHEMA_VALIDATION_FAILED', TOO_MUCH);
      // JSON.stringify recurses
      if (error instanceof RangeError)
        return refused('TOO_DEEPLY_NESTED', 'The definition is nested too deeply');
      throw error;
    }
  }

  /** The drawing of a definition that is kept under this id; null: it takes too long. */
  async drawingOf(tenantId: string, id: string, text: string): Promise<string | null> {
    const known = this.#drawings.get(id);
    if (known !== undefined) return known;
    const checked = await this.check(tenantId, text);
    if ('problems' in checked) return null;
    this.#drawings.set(id, checked.drawing);
    return checked.drawing;
  }
}

const NAMING =
  'A workflow is named by lower-case words with hyphens, each with a letter first: nightly-check; 64 characters at most';

const TOO_MUCH =
  'The definition is too large or too complicated: checking it takes more than ' +
  `${definitionLimits.checkMs / 1000} s of computing time or ${sandboxLimits.heapMb} MB of memory`;

const refused = (code: Problem['code'], message: string): CheckedDefinition => ({
  problems: [{ pointer: '', code, message }],
});
