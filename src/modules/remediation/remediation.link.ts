import { Injectable } from '@nestjs/common';
import { LinkPage, type AskedLink, type LinkView } from '../../platform/links/index.js';
import { RemediationsService } from './remediations.service.js';
import type { RemediationAnswer } from './remediations.schemas.js';

const MOST_SHOWN = 30;

const TONES: Readonly<Partial<Record<RemediationAnswer['status'], LinkView['state']['tone']>>> = {
  ...{ completed: 'good', failed: 'bad', refused: 'bad', restored: 'bad', stopped: 'bad' },
  waiting_for_approval: 'waiting',
};

/** What people see of a remediation by a link. */
@Injectable()
export class RemediationLink {
  constructor(private readonly remediations: RemediationsService) {}

  @LinkPage('remediation')
  async show({ caller, id }: AskedLink): Promise<LinkView> {
    const remediation = await this.remediations.get(caller, id);
    const { status, reason, findingIds, requestedBy, createdAt, endedAt, changes, dryRun } = remediation;
    return {
      title: `Remediation of ${findingIds.length === 1 ? 'a finding' : `${findingIds.length} findings`}`,
      state: { text: status.replaceAll('_', ' '), tone: TONES[status] ?? 'plain' },
      text: reason,
      facts: [
        { label: 'Asked by', value: requestedBy },
        { label: 'Dry run', value: dryRun ? 'yes: nothing is changed' : null },
        { label: 'Asked', value: createdAt },
        { label: 'Ended', value: endedAt },
        { label: 'Execution', value: remediation.executionArn },
      ],
      details: {
        changes: changes.slice(0, MOST_SHOWN).map((change) => ({
          ...{ status: change.status, fix: change.title ?? change.fixId, resourceArn: change.resourceArn },
          ...{ reason: change.reason, words: change.words },
        })),
        more: changes.length > MOST_SHOWN ? changes.length - MOST_SHOWN : null,
      },
      can: [],
      path: `/remediations/${id}`,
    };
  }
}
