import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { parse, type Program } from '../../../asl/index.js';

/** A workflow that comes with the service. */
export interface Workflow {
  /** `compliance-scan`. */
  workflowType: string;
  /** `ComplianceScanWorkflow`; `{ENVIRONMENT}` in it stands for the installation's. */
  stateMachineName: string;
  name: string;
  description: string;
  version: string;
  estimatedDuration: string;
  /** What `parameters` may hold, with the defaults that stand for what is left out. */
  parameters: z.ZodObject;
  /** Something of AWS may start it there with no more than an event or its parameters: no input then names the tenant. */
  takesEvents?: boolean;
  /** The parameter that names a framework, which the tenant has to have. */
  frameworkIn?: string;
  program: Program;
}

type Declared = Omit<Workflow, 'program'> & {
  /** The `.asl.json` beside it: as AWS takes it, so that the same file runs there. */
  definition: URL;
};

/**
 * Declares a workflow. A new one is a definition file, its handlers, and a line in the list beside this.
 * @throws Error when its definition is not valid
 */
export function workflow({ definition, ...declared }: Declared): Workflow {
  const parsed = parse(JSON.parse(readFileSync(definition, 'utf8')));
  if ('program' in parsed) return { ...declared, program: parsed.program };
  const problems = parsed.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  throw new Error(`The definition of ${declared.workflowType} is not valid:\n${problems.join('\n')}`);
}
