import { type ECR } from '@aws-sdk/client-ecr';
import { type EcrRepository } from '../../domain/resources/ecr/repository.js';
import { type NoEvidence } from '../../domain/part.js';
import { text } from '../fields.js';
import { chunks } from '../map-concurrent.js';

/** How repositories are scanned, by their name. */
export type Scanning = ReadonlyMap<string, Exclude<EcrRepository['scanning'], NoEvidence>>;

/** The most that BatchGetRepositoryScanningConfiguration takes. */
const ASKED_AT_ONCE = 25;

/** What holds for each by the filters of the registry, and which kind of scan the registry makes. */
export async function scanningOf(ecr: ECR, names: readonly string[]): Promise<Scanning> {
  if (names.length === 0) return new Map();
  const { scanningConfiguration } = await ecr.getRegistryScanningConfiguration({});
  const registry = text(scanningConfiguration?.scanType) ?? 'BASIC';
  const scanning = new Map<string, Exclude<EcrRepository['scanning'], NoEvidence>>();
  for (const repositoryNames of chunks(names, ASKED_AT_ONCE)) {
    const { scanningConfigurations = [] } = await ecr.batchGetRepositoryScanningConfiguration({
      repositoryNames,
    });
    for (const { repositoryName, scanOnPush, scanFrequency } of scanningConfigurations) {
      if (repositoryName === undefined) continue;
      scanning.set(repositoryName, {
        registry,
        scanOnPush: scanOnPush ?? false,
        frequency: text(scanFrequency),
      });
    }
  }
  return scanning;
}
