import type { Pack } from './pack.js';

export const MANIFEST_FORMAT = 'compliance-shepherd-audit-pack/1';

export interface PackFile {
  name: string;
  bytes: number;
  /** SHA-256 in hex. */
  sha256: string;
  /** Rows of evidence; left out for what is none. */
  rows?: number;
}

/** How the audit log of a pack hangs together. */
export interface PackChain {
  file: string;
  /** Entries in the file, and those before the window, which are hashed and not shown. */
  entries: number;
  entriesBefore: number;
  /** The hash before the first entry of the file: the head of a pack that ended where this one begins. */
  previous: string;
  /** The hash of the last one. */
  head: string;
}

export interface Manifest {
  format: typeof MANIFEST_FORMAT;
  product: { name: string; version: string };
  tenantId: string;
  window: { from: string; to: string };
  parameters: { auditType: string; includeEvidence: boolean; format: string };
  auditLog: PackChain | null;
  files: PackFile[];
}

/** All that the archive holds but for itself and its signature. Nothing in it is of the moment at which it was made. */
export const manifestOf = (
  { tenantId, from, to, auditType, includeEvidence, format }: Pack,
  version: string,
  auditLog: PackChain | null,
  files: readonly PackFile[],
): Manifest => ({
  format: MANIFEST_FORMAT,
  product: { name: 'Compliance Shepherd', version },
  tenantId,
  window: { from, to },
  parameters: { auditType, includeEvidence, format },
  auditLog,
  files: [...files],
});

export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;
