import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/http/index.js';
import {
  LinkAct,
  LinkPage,
  type ActedLink,
  type AskedLink,
  type LinkView,
} from '../../platform/links/index.js';
import type { ApprovalAnswer } from './approvals.schemas.js';
import { ApprovalsService } from './approvals.service.js';
import { hasVoted, howDecided, refusalFor, type Decision } from './domain/approval.js';

const STATES: Readonly<Record<ApprovalAnswer['status'], LinkView['state']>> = {
  pending: { text: 'Waiting for a decision', tone: 'waiting' },
  approved: { text: 'Approved', tone: 'good' },
  rejected: { text: 'Rejected', tone: 'bad' },
  cancelled: { text: 'Cancelled', tone: 'plain' },
};

/** What people see and do who come to an approval by a link. */
@Injectable()
export class ApprovalLink {
  constructor(private readonly approvals: ApprovalsService) {}

  @LinkPage('approval')
  async show({ caller, id }: AskedLink): Promise<LinkView> {
    const approval = await this.approvals.get(caller, id);
    const { title, status, level, quorum, requestedBy, claimedBy, decisions } = approval;
    const { defaultDecision, expiresAt, workflowType, executionArn, details } = approval;
    const said = decisions.map(
      ({ decision, decidedBy, comment }) =>
        `${decidedBy}: ${decision}${comment === null ? '' : ` (${comment})`}`,
    );
    return {
      ...{ title, state: STATES[status], details, path: `/approvals/${id}` },
      text:
        status === 'pending'
          ? (whyNot(approval, caller, 'rejected') ?? null)
          : howDecided(approval, decisions),
      facts: [
        { label: 'Asked by', value: requestedBy },
        { label: 'On behalf of', value: claimedBy },
        { label: 'Who decides', value: level === 1 ? 'Approvers and admins' : 'Admins' },
        { label: 'Approvals needed', value: quorum > 1 ? `${quorum}, of different people` : null },
        { label: 'Said so far', value: said.join('; ') },
        { label: 'Decide until', value: status === 'pending' ? expiresAt : null },
        { label: 'If nobody does', value: status !== 'pending' ? null : BY_DEFAULT[defaultDecision] },
        { label: 'Workflow', value: workflowType },
        { label: 'Execution', value: executionArn },
      ],
      can: [
        ...(canStill(approval, caller, 'approved') ? (['approve'] as const) : []),
        ...(canStill(approval, caller, 'rejected') ? (['reject'] as const) : []),
      ],
    };
  }

  @LinkAct('approval', 'approve', { needs: 'approver', label: 'Approve', asks: ['comment'], tone: 'primary' })
  async approve(acted: ActedLink): Promise<string> {
    const { status } = await this.#decide(acted, 'approved');
    return status === 'pending'
      ? 'Your approval is noted. More people have to approve it.'
      : 'You approved it. The workflow goes on.';
  }

  @LinkAct('approval', 'reject', { needs: 'approver', label: 'Reject', asks: ['comment'], tone: 'danger' })
  async reject(acted: ActedLink): Promise<string> {
    await this.#decide(acted, 'rejected');
    return 'You rejected it. The workflow goes on with that answer.';
  }

  #decide({ caller, id, form, claim }: ActedLink, decision: Decision): Promise<ApprovalAnswer> {
    return this.approvals.decide(caller, id, decision, form.comment, claim);
  }
}

const BY_DEFAULT = { reject: 'It is rejected', approve: 'It is approved' } as const;

/** Why somebody cannot decide it though it is open. */
function whyNot(approval: ApprovalAnswer, caller: Caller, decision: Decision): string | undefined {
  if (hasVoted(approval.decisions, caller.owner)) return 'You have approved it: another person is needed.';
  return refusalFor(approval, caller, decision);
}

const canStill = (approval: ApprovalAnswer, caller: Caller, decision: Decision): boolean =>
  approval.status === 'pending' && whyNot(approval, caller, decision) === undefined;
