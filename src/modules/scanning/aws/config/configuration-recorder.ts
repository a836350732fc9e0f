import { isNoEvidence } from '../../domain/part.js';
import {
  configConfigurationRecorder,
  recordersOf,
} from '../../domain/resources/config/configuration-recorder.js';
import { readerOfPart } from '../reader.js';
import { recordingOf } from './read-recording.js';

/** A recorder comes with its region's setting (recording.ts). */
export const configConfigurationRecorderReader = readerOfPart(configConfigurationRecorder, {
  from: recordersOf,
  parentParts: ['recorder'],
  describe: async (aws, ref) => {
    const { recorder } = await recordingOf(aws.in(ref.region));
    if (isNoEvidence(recorder)) throw new Error(`The recorder could not be read: ${recorder.message}`);
    return recorder?.name === ref.name ? recorder : null;
  },
});
