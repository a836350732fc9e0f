import { type Control } from '../../control.js';
import { recorderAllRegionsEnabled } from './recorder-all-regions-enabled.js';
import { recorderUsingAwsServiceRole } from './recorder-using-aws-service-role.js';

export const configControls: readonly Control[] = [recorderAllRegionsEnabled, recorderUsingAwsServiceRole];
