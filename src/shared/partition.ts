/** The region of what AWS keeps once per account. */
export const GLOBAL_REGION = 'global';

/** By the names of AWS's regions (general/latest/gr/rande.html): cn-north-1, us-gov-west-1, us-iso-east-1 … */
export function partitionOfRegion(region: string): string {
  if (/^cn-[a-z]+-\d+$/.test(region)) return 'aws-cn';
  if (/^us-gov-[a-z]+-\d+$/.test(region)) return 'aws-us-gov';
  if (/^us-iso-[a-z]+-\d+$/.test(region)) return 'aws-iso';
  if (/^us-isob-[a-z]+-\d+$/.test(region)) return 'aws-iso-b';
  if (/^us-isof-[a-z]+-\d+$/.test(region)) return 'aws-iso-f';
  if (/^eu-isoe-[a-z]+-\d+$/.test(region)) return 'aws-iso-e';
  if (/^eusc-[a-z]+-[a-z]+-\d+$/.test(region)) return 'aws-eusc';
  return 'aws';
}
