import { configRecording } from '../../domain/resources/config/recording.js';
import { reader } from '../reader.js';
import { configConfigurationRecorderReader } from './configuration-recorder.js';
import { recordingOf } from './read-recording.js';

/** The setting of each region and, from the same calls, its recorder. */
export const configRecordingReader = reader(configRecording, {
  scope: 'region',
  parts: [configConfigurationRecorderReader],
  list: async function* (aws) {
    yield [await recordingOf(aws)];
  },
  describe: (aws, ref) => recordingOf(aws.in(ref.region)),
});
