import { type ResourceComplianceSummaryItem, type SSM } from '@aws-sdk/client-ssm';
import { type ComplianceSummary } from '../../domain/resources/ssm/managed-instance.js';
import { text } from '../fields.js';

interface Known {
  patch: ComplianceSummary | null;
  association: ComplianceSummary | null;
}

export const NOTHING_KNOWN: Known = { patch: null, association: null };

/** By instance. */
export type Compliance = ReadonlyMap<string, Known>;

const PAGE = 50;

/** Patches and associations of every managed instance of the region, or of one: a summary of each per instance. */
export async function complianceOf(ssm: SSM, instanceId?: string): Promise<Compliance> {
  const known = new Map<string, Known>();
  let NextToken: string | undefined;
  do {
    const page = await ssm.listResourceComplianceSummaries({
      Filters: [
        { Key: 'ComplianceType', Values: ['Patch', 'Association'], Type: 'EQUAL' },
        ...(instanceId === undefined
          ? []
          : [{ Key: 'InstanceId', Values: [instanceId], Type: 'EQUAL' as const }]),
      ],
      MaxResults: PAGE,
      NextToken,
    });
    for (const item of page.ResourceComplianceSummaryItems ?? []) {
      const { ResourceId = '', ComplianceType } = item;
      const before = known.get(ResourceId) ?? NOTHING_KNOWN;
      if (ComplianceType === 'Patch') known.set(ResourceId, { ...before, patch: toSummary(item) });
      if (ComplianceType === 'Association')
        known.set(ResourceId, { ...before, association: toSummary(item) });
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return known;
}

const toSummary = (item: ResourceComplianceSummaryItem): ComplianceSummary => ({
  status: item.Status ?? 'unknown',
  severity: text(item.OverallSeverity),
  compliant: item.CompliantSummary?.CompliantCount ?? 0,
  nonCompliant: item.NonCompliantSummary?.NonCompliantCount ?? 0,
});
