import { severities, type Severity } from '../../ui/severity.js';
import { isListOf, isNumber, isRecord, isText } from './shapes.js';

/** Patches that are put to people for their approval, so far as the page shows it. */
export interface AskedPatches {
  patchApprovalId: string;
  dueAt: string;
  patches: readonly {
    patchId: string;
    severity: Severity;
    cveIds: readonly string[];
    instanceCount: number;
    /** Some of them: account, region, instance. */
    instances: readonly string[];
  }[];
  notShown: number;
}

/** An installation of patches that nobody has approved before, and all that it does to instances. */
export interface AskedInstallation {
  installationId: string;
  batches: number;
  options: Record<string, unknown>;
  /** What else there is to know. */
  note: string | null;
  patches: readonly { patchId: string; instanceId: string; severity: Severity }[];
  more: number;
}

const isSeverity = (value: unknown): value is Severity => severities.some((one) => one === value);

const isPatch = (value: unknown): value is AskedPatches['patches'][number] =>
  isRecord(value) &&
  isText(value['patchId']) &&
  isSeverity(value['severity']) &&
  isNumber(value['instanceCount']) &&
  isListOf(value['cveIds'], isText) &&
  isListOf(value['instances'], isText);

const isInstalled = (value: unknown): value is AskedInstallation['patches'][number] =>
  isRecord(value) && isText(value['patchId']) && isText(value['instanceId']) && isSeverity(value['severity']);

/** The patches that a question's details are; undefined where they are something else. */
export function patchesIn(details: unknown): AskedPatches | undefined {
  if (!isRecord(details)) return undefined;
  const { patchApprovalId, dueAt, patches, notShown } = details;
  if (!isText(patchApprovalId) || !isText(dueAt) || !isNumber(notShown)) return undefined;
  return isListOf(patches, isPatch) ? { patchApprovalId, dueAt, patches, notShown } : undefined;
}

/** The installation that a question's details are; undefined where they are something else. */
export function installationIn(details: unknown): AskedInstallation | undefined {
  if (!isRecord(details)) return undefined;
  const { installationId, batches, options, note = null, patches, more } = details;
  if (!isText(installationId) || !isNumber(batches) || !isRecord(options) || !isNumber(more))
    return undefined;
  if (!isListOf(patches, isInstalled)) return undefined;
  return { installationId, batches, options, note: isText(note) ? note : null, patches, more };
}
