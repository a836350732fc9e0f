import { severities, type Severity } from '../control.js';
import { nodeArn, nodeType, type MissingPatch, type Patch, type Vulnerability } from './vulnerability.js';

/** What DescribeInstancePatches tells of a patch. */
export interface PatchData {
  KBId?: string | undefined;
  Title?: string | undefined;
  Classification?: string | undefined;
  Severity?: string | undefined;
  State?: string | undefined;
  CVEIds?: string | undefined;
}

const STATES: Readonly<Record<string, Patch['state']>> = { Missing: 'missing', Failed: 'failed' };

/** Words of the vendors' own for what is named otherwise here. */
const SEVERITIES: Readonly<Record<string, Severity>> = { important: 'high', moderate: 'medium' };

/**
 * A patch that is missing or failed to install; undefined for one in another state.
 * docs.aws.amazon.com/systems-manager/latest/APIReference/API_PatchComplianceData.html
 */
export function patchOf(data: PatchData): MissingPatch | undefined {
  const state = STATES[data.State ?? ''];
  if (state === undefined || data.KBId === undefined || data.KBId === '') return undefined;
  return {
    ...{ patchId: data.KBId, title: data.Title ?? data.KBId, classification: data.Classification ?? '' },
    ...{ severity: severityOf(data.Severity), state, cveIds: cvesIn(data.CVEIds) },
  };
}

/** Nobody has said how bad it is where the vendor gives no severity (`Unspecified`): it is taken for medium. */
function severityOf(vendor: string | undefined): Severity {
  const word = vendor?.toLowerCase() ?? '';
  return severities.find((one) => one === word) ?? SEVERITIES[word] ?? 'medium';
}

/** One text with commas between. */
const cvesIn = (text: string | undefined): string[] =>
  [...new Set((text ?? '').match(/CVE-\d{4}-\d{4,}/g) ?? [])].sort();

/** `Security` on Linux, `SecurityUpdates` and `CriticalUpdates` on Windows. */
const isSecurity = ({ classification }: Patch): boolean => /^(security|critical)/i.test(classification);

/** A patch as it is shown with what it closes. */
export const shownPatch = ({ cveIds: _, ...patch }: MissingPatch): Patch => patch;

/**
 * What is open on an instance by its missing patches alone: each CVE once, with every patch that closes it and the
 * severity of the gravest; and each security patch that names no CVE, under its own id.
 */
export function vulnerabilitiesOf(
  instanceId: string,
  patches: readonly MissingPatch[],
  place: { partition: string; accountId: string; region: string },
  readAt: Date,
): Vulnerability[] {
  const byId = new Map<string, MissingPatch[]>();
  for (const patch of patches) {
    const ids = patch.cveIds.length > 0 ? patch.cveIds : isSecurity(patch) ? [patch.patchId] : [];
    for (const id of ids) byId.set(id, [...(byId.get(id) ?? []), patch]);
  }
  const resourceArn = nodeArn(instanceId, place);
  return [...byId].map(([vulnerabilityId, closing]) => ({
    ...{ provider: 'ssm' as const, externalId: `ssm ${resourceArn} ${vulnerabilityId}`, vulnerabilityId },
    ...{ accountId: place.accountId, region: place.region, resourceArn, instanceId },
    ...{ resourceType: nodeType(instanceId), title: titleOf(vulnerabilityId, closing) },
    ...{ severity: gravest(closing), score: null, exploitAvailable: null, fixAvailable: 'yes' as const },
    ...{ packages: [], patches: closing.map(shownPatch), fixable: true, updatedAt: readAt },
  }));
}

const gravest = (patches: readonly Patch[]): Severity =>
  severities.find((severity) => patches.some((patch) => patch.severity === severity)) ?? 'medium';

const titleOf = (id: string, patches: readonly Patch[]): string =>
  `${id}: ${patches.map(({ title }) => title).join(', ')}`.slice(0, 256);
