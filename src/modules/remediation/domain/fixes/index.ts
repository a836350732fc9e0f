import type { Fix } from '../fix.js';
import { ec2Fixes } from './ec2/index.js';
import { iamFixes } from './iam/index.js';
import { s3Fixes } from './s3/index.js';

/** Every fix. A new one is a file and a line in its service's list. */
export const fixes: readonly Fix[] = [...s3Fixes, ...ec2Fixes, ...iamFixes];

const byControl = new Map(fixes.flatMap((fix) => fix.controls.map((control) => [control, fix] as const)));
const byId = new Map(fixes.map((fix) => [fix.id, fix]));

/** undefined: only people can mend it. */
export const fixFor = (controlId: string): Fix | undefined => byControl.get(controlId);
export const fixById = (id: string): Fix | undefined => byId.get(id);
