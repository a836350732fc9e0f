import { type ResourceType } from '../../resource-type.js';
import { configConfigurationRecorder } from './configuration-recorder.js';
import { configRecording } from './recording.js';

export const configTypes: readonly ResourceType[] = [configRecording, configConfigurationRecorder];
