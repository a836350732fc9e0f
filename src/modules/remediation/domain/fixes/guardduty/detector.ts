import { z } from 'zod';
import { call, MARK, MARK_TAG, resultOf } from '../../call.js';
import { change, fix, type Fix, nothing, read, refuse } from '../../fix.js';

/** docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html; a region has one detector at most. */
export const enableGuardDuty = fix({
  controls: ['guardduty_is_enabled'],
  type: 'AWS::GuardDuty::Protection',
  title: 'Let GuardDuty watch the region',
  reads: {
    detectors: read(
      'guardduty',
      'ListDetectors',
      z.object({ DetectorIds: z.array(z.string()).default([]) }),
      () => ({}),
    ),
  },
  actions: [
    ...['guardduty:CreateDetector', 'guardduty:DeleteDetector', 'guardduty:UpdateDetector'],
    ...['guardduty:TagResource', 'iam:CreateServiceLinkedRole'],
  ],
  plan: ({ state: { detectors }, evidence }) => {
    const [id] = detectors.DetectorIds;
    const cost = 'AWS charges for the events that it looks at, after a first month for free';
    if (id === undefined) {
      const input = { Enable: true, Tags: { [MARK_TAG]: MARK } };
      return change(
        ['GuardDuty will watch the region', cost],
        [call('guardduty', 'CreateDetector', input, { as: 'detector', token: 'ClientToken' })],
      );
    }
    // the list does not say whether it is suspended; the control has asked
    if (!isSuspended(evidence['detectors'], id))
      return nothing('There is a detector, and it is not suspended');
    return change([`The detector ${id}, which is suspended, will watch again`, cost], [update(id, true)]);
  },
  restore: ({ before: { detectors }, results }) => {
    const [id] = detectors.DetectorIds;
    if (id !== undefined) return [update(id, false)];
    if (results['detector'] === undefined) return [];
    const made = { DetectorId: resultOf('detector', 'DetectorId') };
    // BadRequest: there is no such detector
    return [call('guardduty', 'DeleteDetector', made, { done: ['BadRequest'] })];
  },
});

const update = (DetectorId: string, Enable: boolean) =>
  call('guardduty', 'UpdateDetector', { DetectorId, Enable });

const isSuspended = (told: unknown, id: string): boolean =>
  Array.isArray(told) &&
  (told as { id?: unknown; status?: unknown }[]).some((one) => one.id === id && one.status !== 'ENABLED');

function enablePlan(control: string, feature: string, title: string, words: string): Fix {
  return fix({
    controls: [control],
    type: 'AWS::GuardDuty::Detector',
    title,
    reads: {
      detector: read(
        'guardduty',
        'GetDetector',
        z.object({
          Status: z.string().optional(),
          Features: z.array(z.object({ Name: z.string(), Status: z.string() })).default([]),
        }),
        ({ name }) => ({ DetectorId: name }),
      ),
    },
    actions: ['guardduty:UpdateDetector', 'iam:CreateServiceLinkedRole'],
    plan: ({ target: { name }, state: { detector } }) => {
      if (detector.Status !== 'ENABLED')
        return refuse('The detector is suspended: fix guardduty_is_enabled first');
      const now = detector.Features.find(({ Name }) => Name === feature)?.Status;
      if (now === undefined) return refuse('GuardDuty does not have this plan in the region');
      if (now === 'ENABLED') return nothing('The plan is on');
      return change([`${feature} will be ENABLED (now: ${now})`, words], [set(name, 'ENABLED')]);
    },
    restore: ({ target: { name }, before: { detector } }) => {
      const before = detector.Features.find(({ Name }) => Name === feature);
      return before === undefined ? [] : [set(name, before.Status)];
    },
  });

  function set(DetectorId: string, Status: string) {
    return call('guardduty', 'UpdateDetector', { DetectorId, Features: [{ Name: feature, Status }] });
  }
}

export const detectorPlanFixes: readonly Fix[] = [
  enablePlan(
    'guardduty_s3_protection_enabled',
    'S3_DATA_EVENTS',
    'Let GuardDuty watch access to S3 objects',
    'AWS charges for each event on objects that it looks at',
  ),
  enablePlan(
    'guardduty_malware_protection_enabled',
    'EBS_MALWARE_PROTECTION',
    'Let GuardDuty look for malware on volumes',
    'AWS charges for what it scans: volumes of instances with suspicious findings',
  ),
];
