import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Program } from '../../asl/index.js';
import { Database } from '../../platform/database/index.js';
import { invalid } from '../../shared/app-error.js';
import { AssessmentFacts } from '../scanning/index.js';
import { BuiltInWorkflows } from './built-in-workflows.js';
import type { Workflow } from './definitions/index.js';
import { DefinitionStore, type OwnDefinitionHead } from './definitions.store.js';
import { stateMachineOf, typeOf } from './domain/own-type.js';

/** A workflow type, as lists show it. */
export interface ListedWorkflow {
  workflowType: string;
  stateMachineName: string;
  name: string;
  description: string;
  version: string;
  requiredParameters: string[];
  optionalParameters: string[];
  estimatedDuration: string | null;
}

/** A workflow type as executions are started with it. */
export interface KnownWorkflow extends ListedWorkflow {
  program: Program;
  /** A tenant's own. */
  isOwn: boolean;
  /** The standard input's parameters, checked, with their defaults. @throws ZodError */
  parameters: (given: unknown) => Record<string, unknown>;
  /** The parameter that names a framework. */
  frameworkIn?: string | undefined;
}

/** Parsed definitions of tenants that are kept: the same object each time, so that it is pinned once. */
const KEPT_PROGRAMS = 100;

/** Which workflows there are: those of the service, and a tenant's own. */
@Injectable()
export class DefinitionsService {
  readonly #builtIn: ReadonlyMap<string, KnownWorkflow>;
  readonly #programs = new LRUCache<string, Program>({ max: KEPT_PROGRAMS });

  constructor(
    private readonly ours: BuiltInWorkflows,
    private readonly database: Database,
    private readonly store: DefinitionStore,
    private readonly assessments: AssessmentFacts,
  ) {
    this.#builtIn = new Map(ours.all.map((workflow) => [workflow.workflowType, known(workflow)]));
  }

  /** Those of the service first, then the tenant's own by their names. */
  async list(tenantId: string): Promise<ListedWorkflow[]> {
    const own = await this.database.withTenant(tenantId, (tx) => this.store.newest(tx, tenantId));
    const free = own.filter((one) => !this.ours.has(one.workflowType));
    const ours = [...this.#builtIn.values()].map(
      ({ program: _, isOwn: __, parameters: ___, frameworkIn: ____, ...listed }) => listed,
    );
    return [...ours, ...free.map(listedOwn)];
  }

  async byType(tenantId: string, workflowType: string): Promise<KnownWorkflow | undefined> {
    return this.builtIn(workflowType) ?? (await this.#own(tenantId, workflowType));
  }

  async byStateMachine(tenantId: string, stateMachine: string): Promise<KnownWorkflow | undefined> {
    const ours = [...this.#builtIn.values()].find((one) => one.stateMachineName === stateMachine);
    const type = typeOf(stateMachine);
    return ours ?? (type === undefined ? undefined : this.#own(tenantId, type));
  }

  /**
   * What cannot be told of parameters without looking.
   * @throws AppError INVALID where a framework is neither the product's nor the tenant's
   */
  async verify(
    tenantId: string,
    { frameworkIn: name }: KnownWorkflow,
    parameters: Record<string, unknown>,
  ): Promise<void> {
    if (name === undefined) return;
    const framework = String(parameters[name]);
    if ((await this.assessments.frameworkOf(tenantId, framework)) !== undefined) return;
    const message = `There is no framework ${framework}: GET /frameworks lists them`;
    throw invalid([{ path: `parameters.${name}`, message }]);
  }

  /** A workflow of the service. */
  builtIn(workflowType: string): KnownWorkflow | undefined {
    return this.#builtIn.get(workflowType);
  }

  async #own(tenantId: string, workflowType: string): Promise<KnownWorkflow | undefined> {
    if (this.ours.has(workflowType)) return undefined;
    const found = await this.database.withTenant(tenantId, async (tx) => {
      const head = await this.store.head(tx, tenantId, workflowType);
      if (head === undefined) return undefined;
      const kept = this.#programs.get(head.id);
      return { head, program: kept ?? (JSON.parse(await this.store.definitionOf(tx, head)) as Program) };
    });
    if (found === undefined) return undefined;
    const { head, program } = found;
    this.#programs.set(head.id, program);
    return { ...listedOwn(head), program, isOwn: true, parameters: parametersOf(head) };
  }
}

function known(workflow: Workflow): KnownWorkflow {
  const fields = Object.entries(workflow.parameters.shape);
  const names = (areOptional: boolean) =>
    fields.flatMap(([name, schema]) => (isOptional(schema) === areOptional ? [name] : []));
  const { workflowType, stateMachineName, name, description, version, estimatedDuration, program } = workflow;
  return {
    ...{ workflowType, stateMachineName, name, description, version, estimatedDuration, program },
    requiredParameters: ['tenantId', ...names(false)],
    optionalParameters: names(true),
    isOwn: false,
    frameworkIn: workflow.frameworkIn,
    parameters: (given) => workflow.parameters.parse(given ?? {}),
  };
}

const isOptional = (schema: unknown): boolean =>
  (schema as { safeParse: (v: unknown) => { success: boolean } }).safeParse(undefined).success;

/** A tenant's own, as lists show it. Its version is that of its revision. */
export function listedOwn(head: OwnDefinitionHead): ListedWorkflow {
  const { workflowType, name, description, revision, requiredParameters, optionalParameters } = head;
  return {
    ...{ workflowType, stateMachineName: stateMachineOf(workflowType), name, description },
    version: `${revision}.0.0`,
    requiredParameters: ['tenantId', ...requiredParameters],
    ...{ optionalParameters, estimatedDuration: null },
  };
}

/** Those that are required must be there; what else is given goes through as it is. */
function parametersOf({ requiredParameters }: OwnDefinitionHead): KnownWorkflow['parameters'] {
  const schema = z.looseObject({}).superRefine((given, context) => {
    for (const name of requiredParameters) {
      if (!Object.hasOwn(given, name))
        context.addIssue({ code: 'custom', path: [name], message: 'is required' });
    }
  });
  return (given) => schema.parse(given ?? {});
}
