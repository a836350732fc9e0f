import { type Reader } from '../reader.js';
import { configConfigurationRecorderReader } from './configuration-recorder.js';
import { configRecordingReader } from './recording.js';

export const configReaders: readonly Reader[] = [configRecordingReader, configConfigurationRecorderReader];
