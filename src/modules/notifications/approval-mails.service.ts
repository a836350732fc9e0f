import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Approvers, Links } from '../access/index.js';
import { namedTarget } from './domain/rules/named-target.js';
import { forPerson } from './domain/words/index.js';
import type { Happened, Plan } from './fact-planning.service.js';
import type { NewTelling } from './telling.js';

/** Mails an approval request to each person who may decide, with links that are for that person alone. */
@Injectable()
export class ApprovalMails {
  constructor(
    private readonly config: Config,
    private readonly approvers: Approvers,
    private readonly links: Links,
  ) {}

  /**
   * None where no email can be sent, and never to who asks. Of whatever domain: an admin has named the person as the
   * owner of a key that may decide.
   */
  async of(tx: Tx, { tenantId, told }: Happened, { subject, message }: Plan): Promise<NewTelling[]> {
    if (told.fact !== 'approval.requested' || this.config.get('SMTP_URL') === undefined) return [];
    const { approvalId, level, requestedBy, expiresAt } = told.payload;
    const tellings: NewTelling[] = [];
    for (const { owner } of await this.approvers.of(tx, tenantId, level, requestedBy)) {
      const target = namedTarget(owner);
      if (target.type !== 'email') continue;
      const linkId = await this.links.personal(tx, {
        ...{ tenantId, kind: 'approval', subjectId: approvalId, actions: ['approve', 'reject'] },
        ...{ person: { owner, email: target.to }, expiresAt: new Date(expiresAt) },
      });
      tellings.push({
        recipient: { target: { type: 'email', to: target.to } },
        ...{
          ruleId: null,
          dueAt: new Date(message.at),
          isDigest: false,
          message: forPerson(message, linkId),
        },
        ...{ sourceKey: subject.sourceKey, groupKey: subject.groupKey, threadKey: subject.threadKey },
      });
    }
    return tellings;
  }
}
