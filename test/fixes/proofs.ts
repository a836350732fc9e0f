import { auditFixProofs } from './audit.proofs.js';
import { containmentProofs } from './containments.proofs.js';
import { dataFixProofs } from './data.proofs.js';
import { detectionFixProofs } from './detection.proofs.js';
import { ec2ComputeFixProofs } from './ec2-compute.proofs.js';
import { ec2NetworkFixProofs } from './ec2-network.proofs.js';
import { efsFixProofs } from './efs.proofs.js';
import { elbFixProofs } from './elb.proofs.js';
import { iamFixProofs } from './iam.proofs.js';
import { lambdaFixProofs } from './lambda.proofs.js';
import { type FixProof } from './proof.js';
import { rdsFixProofs } from './rds.proofs.js';
import { s3FixProofs } from './s3.proofs.js';

/** At least one proof of each fix. A new one is a line in its service's list. */
export const fixProofs: readonly FixProof[] = [
  ...s3FixProofs,
  ...iamFixProofs,
  ...auditFixProofs,
  ...detectionFixProofs,
  ...dataFixProofs,
  ...ec2NetworkFixProofs,
  ...ec2ComputeFixProofs,
  ...rdsFixProofs,
  ...elbFixProofs,
  ...efsFixProofs,
  ...lambdaFixProofs,
  ...containmentProofs,
];
