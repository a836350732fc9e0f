import { Injectable } from '@nestjs/common';
import { readerOf, scopeOf } from './aws/readers.js';
import { withoutPart, type Decision } from './domain/control.js';
import { controlById } from './domain/controls/index.js';
import { evaluate } from './domain/evaluate.js';
import { GLOBAL_REGION, type Place } from './domain/resource-type.js';
import { reading, ReadFailed } from './reading.js';
import type { RefreshRef } from './resource-reads.service.js';
import { ScanRules } from './scan-rules.service.js';
import { UnitClients } from './unit-clients.js';

/** A resource as AWS tells of it now, and what one control says of it. */
export type ResourceState =
  | {
      outcome: 'found';
      configuration: unknown;
      tags: Record<string, string>;
      /** null: no control was asked for. */
      decision: Decision | null;
    }
  | { outcome: 'absent' }
  /** Nothing is known by it: neither that it is well nor that it is not. */
  | { outcome: 'failed'; reason: string; code: string; message: string; again: boolean };

/** Looks at one resource now, with the role that reads, and writes nothing. */
@Injectable()
export class ResourceStates {
  constructor(
    private readonly clients: UnitClients,
    private readonly rules: ScanRules,
  ) {}

  /** Never throws for what AWS answers. @throws the signal's reason */
  async look(
    tenantId: string,
    ref: RefreshRef,
    controlId: string | null,
    signal: AbortSignal,
  ): Promise<ResourceState> {
    const reader = readerOf(ref.type);
    if (reader === undefined) {
      const message = `Resources of type ${ref.type} are not read`;
      return { outcome: 'failed', reason: 'unsupported', code: 'UnknownType', message, again: false };
    }
    const { accountId, arn } = ref;
    const region = scopeOf(reader) === 'account' ? GLOBAL_REGION : arn.split(':')[3] || ref.region;
    try {
      const { aws } = await this.clients.of({ tenantId, accountId, region }, signal);
      const name = arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
      const configuration = await reading(() => reader.describe(aws, { arn, region, name }), signal);
      if (configuration === null) return { outcome: 'absent' };
      const place: Place = { partition: aws.account.partition, accountId, region };
      const tags = reader.type.tags(reader.type.schema.parse(configuration));
      const decision =
        controlId === null ? null : await this.#judge(tenantId, controlId, reader.type, configuration, place);
      return { outcome: 'found', configuration, tags, decision };
    } catch (error) {
      if (!(error instanceof ReadFailed)) throw error;
      return { outcome: 'failed', ...error.error, again: error.again };
    }
  }

  async #judge(
    tenantId: string,
    controlId: string,
    type: NonNullable<ReturnType<typeof readerOf>>['type'],
    configuration: unknown,
    place: Place,
  ): Promise<Decision> {
    const control = controlById(controlId);
    const { exemptTags, ...rules } = await this.rules.ofEvents(tenantId);
    const asks = (one: { id: string }) => one.id === control?.id;
    const [evaluation] = evaluate(type, configuration, { ...rules, place }, { exemptTags, asks });
    if (evaluation !== undefined) return evaluation.decision;
    const message = `No control ${controlId} is about resources of type ${type.type}`;
    return withoutPart('control', { noEvidence: 'unsupported', code: 'UnknownControl', message });
  }
}
