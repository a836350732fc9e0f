import type { Message } from '../message.js';
import { count, percent, shownNumber } from '../phrases.js';
import type { ReadingOf } from '../readings.js';
import { name } from '../safe-text.js';
import { severities, worstOf } from '../severity.js';
import { field, linkTo, listOf, told } from './told.js';
import { scoreMove } from './score.js';

export function patchApproved(approved: ReadingOf<'patch.approved'>, at: string): Message {
  const { patchesApproved: patches, vulnerabilityCount, executionId, environment } = approved;
  const instances = new Set(patches.map((one) => `${one.accountId} ${one.region} ${one.instanceId}`)).size;
  const worstFirst = patches.toSorted(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
  return told({
    ...{ kind: 'patching', subjectId: executionId, at },
    severity: worstOf(patches.map(({ severity }) => severity)),
    title: `${count(patches.length, 'patch', 'patches')} may be installed on ${count(instances, 'instance')}`,
    text: `They close ${count(vulnerabilityCount, 'vulnerability', 'vulnerabilities')}.`,
    fields: field('Environment', name(environment)),
    lists: listOf(
      'Patches',
      worstFirst.map(({ patchId, severity, instanceId, accountId, region }) => ({
        text: `${name(patchId, 100)} on ${name(instanceId, 60)}`,
        note: `${severity} · ${name(accountId, 30)} · ${name(region, 40)}`,
      })),
    ),
    links: [linkTo('execution', executionId, 'Open workflow')],
  });
}

export function patchInstalled(installed: ReadingOf<'patch.installed'>, at: string): Message {
  const { totalBatches, successfulBatches, failedBatches, successRate, executionId } = installed;
  const isBad = failedBatches > 0;
  return told({
    ...{ kind: 'patching', subjectId: executionId, severity: isBad ? 'high' : null, at },
    title: isBad
      ? `Patching failed in ${shownNumber(failedBatches)} of ${count(totalBatches, 'batch', 'batches')}`
      : `Patches installed in ${count(totalBatches, 'batch', 'batches')}`,
    text: isBad ? `${shownNumber(successfulBatches)} succeeded (${percent(successRate)}).` : null,
    fields: field('Environment', name(installed.environment)),
    links: [linkTo('execution', executionId, 'Open workflow', { style: isBad ? 'primary' : 'plain' })],
  });
}

export function complianceRemediated(
  done: ReadingOf<'compliance-remediation.completed'>,
  at: string,
): Message {
  const { scoreBefore, scoreAfter, threshold, findings, resolved, open, started, executionId } = done;
  const isBelow = scoreAfter !== null && scoreAfter < threshold;
  return told({
    ...{ kind: 'remediation', subjectId: executionId, severity: isBelow ? 'medium' : null, at },
    title: `Compliance score ${scoreMove(scoreBefore, scoreAfter)} after remediation`,
    text:
      `Of ${count(findings, 'finding')}, ${shownNumber(resolved)} are resolved and ${shownNumber(open)} open; ` +
      `a remediation was begun for ${shownNumber(started)}.`,
    fields: field('Wanted', `${percent(threshold)} at least`),
    lists: listOf(
      'Remediations',
      done.remediations.map(({ executionId: id, accountId, status }) => ({
        text: `Account ${name(accountId, 40)}: ${name(status.toLowerCase(), 60)}`,
        note: name(id),
      })),
    ),
    links: [linkTo('execution', executionId, 'Open workflow'), linkTo('scan', done.scanId, 'Open scan')],
  });
}
