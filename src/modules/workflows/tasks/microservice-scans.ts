import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Task, TaskFailure, type TaskContext } from '../../../platform/tasks/index.js';
import { Clock } from '../../../shared/clock.js';
import type { Actor } from '../../access/index.js';
import { complianceScan, MicroserviceScans, vulnerabilityScan } from '../../scanning/index.js';
import { ExecutionOwners, requestKeyOf } from './execution-owners.js';
import { waitFor } from './waiting.js';

/** specs/3's own input, or the standard one of a schedule, whose `parameters` it stands in. What is more is passed over. */
const inputOf = <T extends z.ZodType>(schema: T, names: readonly string[]) =>
  z.preprocess((given: unknown) => {
    if (typeof given !== 'object' || given === null) return given;
    const { parameters } = given as { parameters?: unknown };
    const own = typeof parameters === 'object' && parameters !== null ? { ...parameters } : {};
    return Object.fromEntries(Object.entries({ ...own, ...given }).filter(([name]) => names.includes(name)));
  }, schema);

const complianceInput = inputOf(complianceScan, ['scanType', 'daysBack', 'frameworks']);
const vulnerabilityInput = inputOf(vulnerabilityScan, [
  ...['scanType', 'daysBack', 'includeInspector', 'includePatches'],
]);
/** With a `scanId` it is asked for the output of a scan that is there. */
const madeScan = z.object({ scanId: z.string().min(1).max(64) });
const vulnerabilityAsked = z.union([madeScan, vulnerabilityInput]);

interface Output {
  status: 'completed' | 'failed' | 'running';
  scanId: string;
  errors: readonly { accountId: string; region: string; service: string; code: string; message: string }[];
}

/** The microservices of specs/3 as functions that definitions and schedules name, with `-{ENVIRONMENT}` or without. */
@Injectable()
export class MicroserviceScanTasks {
  constructor(
    private readonly scans: MicroserviceScans,
    private readonly owners: ExecutionOwners,
    private readonly clock: Clock,
  ) {}

  /** @throws TaskFailure ScanFailed where nothing could be read */
  @Task('compliance-scanner-microservice', complianceInput)
  async compliance(input: z.output<typeof complianceScan>, context: TaskContext) {
    const { actor, ...options } = await this.#asker(context);
    const scanId = await this.scans.startCompliance(actor, input, options);
    return this.#ended(context, () => this.scans.complianceOutput(context.tenantId, scanId));
  }

  /** @throws TaskFailure ScanFailed where nothing could be read */
  @Task('vulnerability-scanner-microservice', vulnerabilityAsked)
  async vulnerabilities(input: z.output<typeof vulnerabilityAsked>, context: TaskContext) {
    const { actor, ...options } = await this.#asker(context);
    const scanId =
      'scanId' in input ? input.scanId : await this.scans.startVulnerabilities(actor, input, options);
    return this.#ended(context, () => this.scans.vulnerabilityOutput(context.tenantId, scanId));
  }

  /** One scan, however often it is tried. */
  async #asker(
    context: TaskContext,
  ): Promise<{ actor: Actor; source: 'workflow' | 'schedule'; requestKey: string; notify?: string[] }> {
    const { tenantId, actor, execution, idempotencyKey } = context;
    if (execution === undefined && actor !== undefined)
      return { actor: { tenantId, ...actor }, source: 'schedule', requestKey: idempotencyKey, notify: [] };
    const owner = await this.owners.of(context);
    return { actor: owner.actor, source: 'workflow', requestKey: requestKeyOf(owner, context) };
  }

  /** A workflow goes on with the result; a schedule has done its part when the scan is under way. */
  async #ended<T extends Output>(context: TaskContext, look: () => Promise<T>): Promise<T> {
    if (context.execution === undefined) return look();
    const output = await waitFor(context, this.clock, async () => {
      const now = await look();
      return now.status === 'running' ? undefined : now;
    });
    if (output.status === 'failed') throw new TaskFailure('ScanFailed', whyFailed(output));
    return output;
  }
}

function whyFailed({ scanId, errors }: Output): string {
  const told = errors
    .slice(0, 3)
    .map((one) => `${one.accountId} ${one.region} ${one.service}: ${one.code}: ${one.message}`);
  return [`The scan ${scanId} could read nothing, or was cancelled`, ...told].join('; ');
}
