import { Injectable } from '@nestjs/common';
import {
  LinkAct,
  LinkPage,
  type ActedLink,
  type AskedLink,
  type LinkView,
} from '../../platform/links/index.js';
import type { FindingAnswer } from './findings.schemas.js';
import { FindingsService } from './findings.service.js';

/** What people see and do who come to a finding by a link. */
@Injectable()
export class FindingLink {
  constructor(private readonly findings: FindingsService) {}

  @LinkPage('finding')
  async show({ caller, id }: AskedLink): Promise<LinkView> {
    const finding = await this.findings.get(caller, id);
    const { title, severity, riskText, remediation, suppressed, estimatedMonthlySavingsUsd: usd } = finding;
    return {
      ...{ title, state: stateOf(finding), text: riskText, path: `/findings/${id}` },
      facts: [
        { label: 'Severity', value: severity },
        { label: 'Resource', value: finding.resourceArn },
        { label: 'Account', value: finding.accountId },
        { label: 'Region', value: finding.region },
        { label: 'Saving', value: usd === null ? null : `$${usd.toFixed(2)} a month` },
        { label: 'Open since', value: finding.openedAt },
        { label: 'Resolved', value: finding.resolvedAt },
        { label: 'Suppressed by', value: suppressed && `${suppressed.by}: ${suppressed.reason}` },
        { label: 'Suppressed until', value: suppressed?.until ?? null },
        { label: 'What to do', value: remediation?.text ?? null },
        { label: 'Read more', value: remediation?.url ?? null },
        { label: 'Control', value: finding.controlId },
      ],
      details: finding.evidence,
      can: finding.status === 'open' && suppressed === null ? ['suppress'] : [],
    };
  }

  @LinkAct('finding', 'suppress', {
    needs: 'operator',
    label: 'Suppress',
    asks: ['reason', 'until'],
    tone: 'primary',
  })
  async suppress({ caller, id, form, claim }: ActedLink): Promise<string> {
    await this.findings.suppress(caller, id, { reason: form.reason ?? '', expiresAt: form.until }, claim);
    return form.until === null
      ? 'You suppressed it for good.'
      : `You suppressed it until ${form.until.toISOString().slice(0, 10)}.`;
  }
}

function stateOf({ status, suppressed, muted }: FindingAnswer): LinkView['state'] {
  if (status === 'resolved') return { text: 'Resolved', tone: 'good' };
  if (suppressed !== null) return { text: 'Suppressed', tone: 'plain' };
  return muted === null ? { text: 'Open', tone: 'bad' } : { text: 'Muted by a rule', tone: 'plain' };
}
