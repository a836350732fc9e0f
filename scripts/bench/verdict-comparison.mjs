/** Lines up what two scanners say of the same account. Pure. */

/** What a verdict is about, where the two name it differently; else its resource. */
const SUBJECTS = {
  account: [
    'cloudtrail_multi_region_enabled',
    'iam_password_policy_minimum_length_14',
    'iam_password_policy_reuse_24',
    'iam_no_root_access_key',
    'iam_root_mfa_enabled',
    'iam_root_hardware_mfa_enabled',
    'iam_avoid_root_usage',
    's3_account_level_public_access_blocks',
  ],
  region: [
    'accessanalyzer_enabled',
    'config_recorder_all_regions_enabled',
    'ec2_ebs_default_encryption',
    'securityhub_enabled',
  ],
  user: ['iam_rotate_access_key_90_days', 'iam_user_accesskey_unused'],
};

const subjectOf = (control, resource, region) => {
  if (SUBJECTS.account.includes(control)) return 'account';
  if (SUBJECTS.region.includes(control)) return region;
  if (SUBJECTS.user.includes(control)) return (resource ?? '').replace(/\/access-key\/.*$/, '');
  return anonymous(resource ?? `unlisted in ${region}`);
};

/** A snapshot's ARN names no account at AWS; some write one in. */
const anonymous = (arn) => arn.replace(/^(arn:[^:]*:ec2:[^:]*:)\d*(:(?:snapshot|image)\/)/, '$1$2');

/** Several verdicts on one subject: one fail is a fail; for what one region is enough for, one pass is a pass. */
const worst = (control, verdicts) => {
  const order = SUBJECTS.account.includes(control)
    ? ['pass', 'fail', 'manual', 'no_evidence', 'not_applicable']
    : ['fail', 'no_evidence', 'manual', 'pass', 'not_applicable'];
  return order.find((one) => verdicts.includes(one)) ?? 'none';
};

/**
 * @param {string[]} controls
 * @param {{ controlId: string, resourceArn: string | null, region: string, verdict: string, evidence: object }[]} ours
 * @param {{ check: string, resource: string, region: string, verdict: string, status: string }[]} theirs
 * @returns for each control: counts of both by verdict, how many subjects are judged alike, and the others.
 *   `none`: no verdict; a not_applicable of ours and none of theirs are alike.
 */
export function compareVerdicts(controls, ours, theirs) {
  return controls.map((control) => {
    const own = ours.filter((one) => one.controlId === control);
    const other = theirs.filter((one) => one.check === control);
    const bySubject = (list, resource) =>
      list.reduce((all, one) => {
        const subject = subjectOf(control, one[resource], one.region);
        return all.set(subject, [...(all.get(subject) ?? []), one]);
      }, new Map());
    const mine = bySubject(own, 'resourceArn');
    const their = bySubject(other, 'resource');
    const differences = [];
    let equal = 0;
    for (const subject of new Set([...mine.keys(), ...their.keys()])) {
      const verdict = (all) =>
        worst(
          control,
          (all.get(subject) ?? []).map((one) => one.verdict),
        );
      const [a, b] = [verdict(mine), verdict(their)];
      if (a === b || (a === 'not_applicable' && b === 'none')) equal += 1;
      else {
        const [first] = mine.get(subject) ?? [];
        const [theirFirst] = their.get(subject) ?? [];
        const region = first?.region ?? theirFirst?.region;
        const [evidence, status] = [first?.evidence ?? {}, theirFirst?.status ?? ''];
        differences.push({ control, subject, region, ours: a, theirs: b, evidence, status });
      }
    }
    const count = (list) =>
      list.reduce((all, { verdict }) => ({ ...all, [verdict]: (all[verdict] ?? 0) + 1 }), {});
    return { control, ours: count(own), theirs: count(other), equal, differences };
  });
}
