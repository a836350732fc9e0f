import { control, fail, pass, undecided, withoutPart } from '../../control.js';
import { isNoEvidence } from '../../part.js';
import { type ConfigRecorder, configRecording } from '../../resources/config/recording.js';

/**
 * IAM's types, which AWS Config can record in every region alike: it is enough, and cheaper, to record them in one.
 * docs.aws.amazon.com/config/latest/developerguide/select-resources.html
 */
const GLOBAL_TYPES = new Set(['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User']);

/** Everything that belongs to the region is recorded. */
const recordsRegion = ({ allSupported, strategy, excludedResourceTypes: excluded }: ConfigRecorder) =>
  allSupported ||
  strategy === 'ALL_SUPPORTED_RESOURCE_TYPES' ||
  (strategy === 'EXCLUSION_BY_RESOURCE_TYPES' && excluded.every((type) => GLOBAL_TYPES.has(type)));

const recordsGlobal = ({ strategy, includeGlobalResourceTypes, excludedResourceTypes }: ConfigRecorder) =>
  strategy === 'EXCLUSION_BY_RESOURCE_TYPES'
    ? !excludedResourceTypes.some((type) => GLOBAL_TYPES.has(type))
    : includeGlobalResourceTypes;

export const recorderAllRegionsEnabled = control({
  id: 'config_recorder_all_regions_enabled',
  on: configRecording,
  severity: 'medium',
  class: 'security',
  title: 'AWS Config does not record all resources of the region',
  risk: 'Without a history of configurations nobody can tell what was changed, when, and what stood open meanwhile.',
  remediation: {
    text: 'Set up a recorder for all resource types with a delivery channel, and start it, in each region.',
    steps: [
      'Make or choose a bucket for the history and create the service-linked role of AWS Config',
      'config PutConfigurationRecorder with all supported types (global types in one region)',
      'config PutDeliveryChannel, then StartConfigurationRecorder',
    ],
    url: 'https://docs.aws.amazon.com/config/latest/developerguide/gs-cli-subscribe.html',
  },
  needs: ['recorder'],
  /** The region in which IAM's types have to be recorded; empty: not asked, as a region does not show the others. */
  parameters: { globalTypesRegion: '' },
  decide: ({ recorder }, { place, parameters: { globalTypesRegion } }) => {
    if (recorder === null) return fail({ recorder: null });
    const { status, deliveryChannel, strategy, resourceTypes, excludedResourceTypes } = recorder;
    const evidence = {
      recorder: recorder.name,
      strategy,
      allSupported: recorder.allSupported,
      resourceTypes,
      excludedResourceTypes,
      globalTypes: recordsGlobal(recorder),
      status,
      deliveryChannel,
    };
    if (!recordsRegion(recorder)) return fail(evidence);
    if (globalTypesRegion === place.region && !recordsGlobal(recorder)) return fail(evidence);
    if (isNoEvidence(status)) return withoutPart('recorder.status', status, evidence);
    if (status === null) return undecided('AWS told no status of the recorder', evidence);
    // a new recorder is Pending, and NotApplicable where it has nothing to deliver
    if (!status.recording || status.lastStatus?.toLowerCase() === 'failure') return fail(evidence);
    if (isNoEvidence(deliveryChannel))
      return withoutPart('recorder.deliveryChannel', deliveryChannel, evidence);
    return deliveryChannel === null ? fail(evidence) : pass(evidence);
  },
});
