import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Caller } from '../../platform/http/index.js';
import { invalid, notFound, type FieldProblem } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { TenantSettingsService } from '../access/index.js';
import { ControlCatalog, type CatalogControl } from './control-catalog.service.js';
import type {
  ControlAnswer,
  ControlItem,
  ControlQuery,
  ControlVerdict,
  SetControl,
  TestControl,
} from './controls.schemas.js';
import { CustomRules } from './custom-rules.service.js';
import {
  kindOf,
  type Control,
  type ControlContext,
  type Decision,
  type Parameter,
} from './domain/control.js';
import type { CustomControl } from './domain/custom-control.js';
import { controlById } from './domain/controls/index.js';
import { resourceTypeOf } from './domain/resources/index.js';
import { FrameworkCatalog } from './framework-catalog.service.js';
import type { Framework } from './domain/frameworks/index.js';
import { ScanRules } from './scan-rules.service.js';

@Injectable()
export class ControlsService {
  constructor(
    private readonly catalog: ControlCatalog,
    private readonly frameworks: FrameworkCatalog,
    private readonly rules: ScanRules,
    private readonly tenants: TenantSettingsService,
    private readonly customs: CustomRules,
  ) {}

  async list({ tenantId }: Caller, query: ControlQuery): Promise<Page<ControlItem>> {
    const after = decodeCursor(query.cursor, 1)?.[0] ?? '';
    const items = await this.#items(tenantId);
    const wanted = items
      .filter((one) => query.service === undefined || one.service === query.service)
      .filter((one) => query.resourceType === undefined || one.resourceType === query.resourceType)
      .filter((one) => query.severity === undefined || one.severity === query.severity)
      .filter((one) => query.class === undefined || one.class === query.class)
      .filter(
        ({ requirements }) =>
          query.frameworkId === undefined ||
          requirements.some((one) => one.frameworkId === query.frameworkId),
      )
      .filter(({ id }) => id > after)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return toPage(wanted.slice(0, query.limit + 1), query.limit, ({ id }) => [id]);
  }

  async get({ tenantId }: Caller, id: string): Promise<ControlAnswer> {
    const control = await this.#find(tenantId, id);
    const [item] = await this.#items(tenantId, [control]);
    if (item === undefined) throw notFound('control', id);
    const { text, steps = [], url } = control.remediation;
    return { ...item, risk: control.risk, remediation: { text, steps: [...steps], url } };
  }

  /** What a control says of a configuration that is given; nothing is stored. */
  async test({ tenantId }: Caller, id: string, given: TestControl): Promise<ControlVerdict> {
    const { id: controlId } = await this.#find(tenantId, id);
    const { thresholds, settings, now, own: customs = [] } = await this.rules.ofTenant(tenantId);
    const custom = customs.find((one) => one.id === controlId);
    const control = custom ?? controlById(controlId);
    if (control === undefined) throw notFound('control', id);
    const { parameters, configuration, accountId, region } = given;
    if (parameters !== undefined) checkParameters(control, parameters);
    const own = settings?.[control.id] ?? {};
    const context = {
      ...{ thresholds, now: given.now === undefined ? now : new Date(given.now) },
      place: { partition: 'aws', accountId, region },
      settings: { [control.id]: parameters === undefined ? own : { ...own, parameters } },
    };
    const read = parsed(control, configuration);
    const decision =
      custom === undefined
        ? control.judge(read, context)
        : await this.#custom(tenantId, custom, read, context);
    return {
      ...{ controlId: control.id, verdict: decision.verdict, evidence: decision.evidence },
      severity: decision.severity ?? control.severity,
      risk: decision.risk ?? null,
      estimatedMonthlySavingsUsd: decision.estimatedMonthlySavingsUsd ?? null,
    };
  }

  async #custom(
    tenantId: string,
    control: CustomControl,
    configuration: unknown,
    context: ControlContext,
  ): Promise<Decision> {
    const { place, now } = context;
    const arn = resourceTypeOf(control.type)?.arn(configuration, place) ?? '';
    const { accountId, region } = place;
    const resources = [{ arn, accountId, region, configuration }];
    const [[evaluation] = []] = await this.customs.decide(tenantId, [control], resources, now);
    return evaluation?.decision ?? control.judge(configuration, context);
  }

  /** Sets what holds for the tenant from its next reading of a resource on. */
  async set(caller: Caller, id: string, { severity, parameters }: SetControl): Promise<ControlAnswer> {
    const { tenantId } = caller;
    const { id: controlId, settings: before, isCustom } = await this.#find(tenantId, id);
    const control = controlById(controlId);
    if (isCustom || control === undefined) {
      const path = severity === undefined ? 'parameters' : 'severity';
      const message = 'is for controls of the product: PUT /controls/custom/{id} changes your own';
      if (severity === undefined && parameters === undefined) return this.get(caller, controlId);
      throw invalid([{ path, message }]);
    }
    if (parameters) checkParameters(control, parameters);
    const after = {
      severity: severity === undefined ? before.severity : (severity ?? undefined),
      parameters:
        parameters === undefined
          ? before.parameters
          : parameters === null
            ? undefined
            : { ...before.parameters, ...parameters },
    };
    await this.tenants.change(caller, tenantId, { controls: { [controlId]: mutable(after) } });
    return this.get(caller, controlId);
  }

  async #find(tenantId: string, id: string): Promise<CatalogControl> {
    const control = await this.catalog.find(tenantId, id);
    if (control === undefined) throw notFound('control', id);
    return control;
  }

  async #items(tenantId: string, only?: readonly CatalogControl[]): Promise<ControlItem[]> {
    const all = only ?? (await this.catalog.all(tenantId));
    const requirements = requirementsByControl(await this.frameworks.all(tenantId));
    return all.map(({ parameters, settings, type, risk: _r, remediation: _m, aliases, ...control }) => ({
      ...{ ...control, aliases: [...aliases], resourceType: type },
      service: resourceTypeOf(type)?.service ?? '',
      parameters: Object.entries(parameters).map(([name, value]) => ({
        name,
        value: toJson(settings.parameters?.[name] ?? value),
        default: toJson(value),
      })),
      requirements: requirements.get(control.id) ?? [],
    }));
  }
}

/** In one pass: a thousand requirements for each of 200 controls are looked through for every list otherwise. */
function requirementsByControl(frameworks: readonly Framework[]) {
  const found = new Map<string, { frameworkId: string; requirementId: string }[]>();
  for (const { id: frameworkId, requirements } of frameworks) {
    for (const { id: requirementId, controls: ids } of requirements) {
      for (const controlId of new Set(ids)) {
        const known = found.get(controlId) ?? [];
        found.set(controlId, known);
        known.push({ frameworkId, requirementId });
      }
    }
  }
  return found;
}

const toJson = (value: Parameter): number | string | boolean | string[] =>
  typeof value === 'object' ? [...value] : value;

const mutable = ({ severity, parameters }: CatalogControl['settings']) => ({
  ...(severity === undefined ? {} : { severity }),
  ...(parameters === undefined
    ? {}
    : {
        parameters: Object.fromEntries(
          Object.entries(parameters).map(([name, value]) => [name, toJson(value)]),
        ),
      }),
});

/** @throws AppError INVALID naming each parameter that the control does not have, or of another kind */
function checkParameters(control: Control, given: Readonly<Record<string, Parameter>>): void {
  const problems: FieldProblem[] = Object.entries(given).flatMap(([name, value]) => {
    const own = control.parameters[name];
    const path = `parameters.${name}`;
    if (own === undefined) return [{ path, message: `is none of ${control.id}` }];
    return kindOf(own) === kindOf(value) ? [] : [{ path, message: `must be a ${kindOf(own)}` }];
  });
  if (problems.length > 0) throw invalid(problems);
}

function parsed(control: Control, configuration: unknown): unknown {
  const read = resourceTypeOf(control.type)?.schema.safeParse(configuration);
  if (read?.success === true) return read.data;
  const issues = read?.error instanceof z.ZodError ? read.error.issues : [];
  throw invalid(
    issues.map(({ path, message }) => ({ path: ['configuration', ...path.map(String)].join('.'), message })),
  );
}
