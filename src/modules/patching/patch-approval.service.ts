import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import type { Actor } from '../access/index.js';
import { patchRequestOf } from './domain/patch-approval-request.js';
import { PatchApprovalInstalls } from './patch-approval-installs.service.js';
import { PatchApprovalPublication } from './patch-approval-publication.service.js';
import { PatchApprovalScans } from './patch-approval-scans.service.js';
import type { PatchApprovalRow } from './patch-approval.store.js';
import type { PublishInput } from './patch-approval.schemas.js';

/** The beginning and the end of one execution of patch-approval. */
@Injectable()
export class PatchApprovals {
  constructor(
    private readonly scans: PatchApprovalScans,
    private readonly publication: PatchApprovalPublication,
    private readonly installs: PatchApprovalInstalls,
    private readonly config: Config,
  ) {}

  /** What is asked for, in one form. @throws ZodError */
  async validate(actor: Actor, executionId: string, input: unknown) {
    const { scanId, scanEnded, correlationId, ...asked } = patchRequestOf(input);
    const request = { ...asked, correlationId: correlationId ?? correlation.id() };
    const scan = await this.scans.of(actor.tenantId, { scanId, scanEnded }, executionId);
    return 'handled' in scan
      ? { ...request, proceed: false, reason: scan.handled, scanId: null }
      : { ...request, proceed: true, reason: null, scanId: scan.scanId };
  }

  /** Publishes and starts what follows. @returns how the execution stands: its output, as snake_case as its input is */
  async publish(actor: Actor, executionId: string, input: PublishInput) {
    const { correlationId } = input.request;
    const published = await this.publication.publish(actor.tenantId, executionId, input);
    const rows = await this.installs.start(actor, published, correlationId);
    const count = (...statuses: PatchApprovalRow['status'][]) =>
      rows
        .filter(({ status }) => statuses.includes(status))
        .reduce((sum, { patchCount }) => sum + patchCount, 0);
    const [approved, refused] = [count('approved'), count('rejected', 'expired')];
    return {
      status: statusOf(approved, refused),
      ...{ correlation_id: correlationId, environment: this.config.get('ENVIRONMENT') },
      vulnerability_count: input.scan.vulnerabilities_count,
      ...{ patches_approved: approved, patches_rejected: refused },
      approvals: rows.map(({ id, kind, by, status, patchCount, instanceCount, decidedBy, approvalId }) => ({
        ...{ id, kind, by, status, patchCount, instanceCount, decidedBy, approvalId },
      })),
      installations: installationsOf(rows),
    };
  }
}

function statusOf(approved: number, refused: number): string {
  if (approved > 0) return refused > 0 ? 'partially_approved' : 'approved';
  return refused > 0 ? 'rejected' : 'nothing_to_approve';
}

/** Rows that were approved together share theirs. */
function installationsOf(rows: readonly PatchApprovalRow[]) {
  const all = rows.flatMap(({ installations }) => installations ?? []);
  return [...new Map(all.map((one) => [one.executionName, one])).values()];
}
