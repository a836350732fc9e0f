import { GLOBAL_REGION } from '../resource-type.js';
import { type ImportProvider } from './imported-finding.js';

/** An imported finding that is open, as far as it takes to see whether another says the same. */
export interface ImportedClaim {
  id: string;
  provider: ImportProvider;
  accountId: string;
  region: string;
  resourceArn: string | null;
  externalControl: string | null;
  controlIds: readonly string[];
}

/** An open finding of our own. */
export interface OwnClaim {
  id: string;
  controlId: string;
  accountId: string;
  region: string;
  resourceArn: string;
}

/** Security Hub calls an account `AWS::::Account:123456789012`; Config knows it by its number. */
const isAccount = ({ resourceArn, accountId }: Pick<ImportedClaim, 'resourceArn' | 'accountId'>): boolean =>
  resourceArn === `AWS::::Account:${accountId}` || resourceArn === `arn:aws:iam::${accountId}:root`;

/**
 * By imported finding, which finding says the same, so that it is counted once: our own of a control that decides the
 * same about the same resource; else another that was imported before (Security Hub reports a control once for each
 * standard, and evaluates rules of Config). What is about an account as a whole is the same as our finding about a
 * setting of that account, in that region or in all.
 */
export function duplicatesOf(
  imported: readonly ImportedClaim[],
  own: readonly OwnClaim[],
): Map<string, string> {
  const ofResource = new Map<string, string>();
  const ofPlace = new Map<string, string>();
  for (const { id, controlId, accountId, region, resourceArn } of own) {
    ofResource.set(`${controlId} ${resourceArn}`, id);
    ofPlace.set(`${controlId} ${accountId} ${region}`, id);
  }
  const first = new Map<string, string>();
  const duplicates = new Map<string, string>();
  for (const claim of inOrder(imported)) {
    const { id, controlIds, accountId, region, resourceArn } = claim;
    const same = controlIds
      .map((controlId) =>
        isAccount(claim)
          ? (ofPlace.get(`${controlId} ${accountId} ${region}`) ??
            ofPlace.get(`${controlId} ${accountId} ${GLOBAL_REGION}`))
          : ofResource.get(`${controlId} ${resourceArn ?? ''}`),
      )
      .find((found) => found !== undefined);
    const key = identityOf(claim);
    const before = key === undefined ? undefined : first.get(key);
    if (key !== undefined && before === undefined) first.set(key, id);
    const other = same ?? before;
    if (other !== undefined) duplicates.set(id, other);
  }
  return duplicates;
}

/** Undefined where nothing tells what it is about. */
function identityOf(claim: ImportedClaim): string | undefined {
  const { controlIds, externalControl, provider, resourceArn, accountId, region } = claim;
  if (resourceArn === null) return undefined;
  const decides = controlIds.length > 0 ? [...controlIds].sort().join() : externalControl;
  if (decides === null) return undefined;
  const by = controlIds.length > 0 ? 'own' : provider;
  return isAccount(claim)
    ? `${by} ${decides} ${accountId} ${region}`
    : `${by} ${decides} ${accountId} ${resourceArn}`;
}

/** Security Hub's say more than Config's; the oldest of each first, so that the answer stays the same. */
const inOrder = (claims: readonly ImportedClaim[]): ImportedClaim[] =>
  claims.toSorted((a, b) =>
    a.provider === b.provider ? (a.id < b.id ? -1 : 1) : a.provider === 'securityhub' ? -1 : 1,
  );
