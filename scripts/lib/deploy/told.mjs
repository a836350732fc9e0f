/** What a person does next: where the service is, where its key is, and what no script can do for them. */

/** @param {object} context @param {Record<string, string>} outputs of all stacks of the home account */
export function tellHome({ out, home, environment }, outputs, given) {
  const { PublicUrl = '', ApiKeySecretArn = '', LoadBalancerDns = '' } = outputs;
  out.line(`\n  ${out.paint.bold('The service')}`);
  out.line(`  Address   ${PublicUrl}`);
  out.line(`  Key       aws secretsmanager get-secret-value --region ${home.region} --query SecretString \\`);
  out.line(`              --output text --secret-id ${ApiKeySecretArn}`);
  if (outputs.DashboardUrl) out.line(`  Watch     ${outputs.DashboardUrl}`);

  out.line(`\n  ${out.paint.bold('Still to do')}`);
  const domain = PublicUrl.replace(/^https:\/\//, '');
  if (!given.HostedZoneId)
    out.line(`  - DNS: unless Route 53 has it already, CNAME ${domain} -> ${LoadBalancerDns}`);
  if (given.AlarmEmail) out.line(`  - Alarms: open the message to ${given.AlarmEmail} and confirm`);
  out.line(`  - Health: curl ${PublicUrl}/health`);
  out.line(`  - Other accounts, with these parameters in a file, and credentials of the account:`);
  out.line(
    `      "HomeAccountId": "${home.accountId}", "AccountEventsBusArn": "${outputs.AccountEventsBusArn ?? ''}",`,
  );
  out.line(`      "ExternalId": (a long random word; the account is registered with the same)`);
  out.line(`      one account      npm run deploy -- --member --parameters FILE`);
  out.line(`      an organization  npm run deploy -- --organization --parameters FILE`);
  out.line(`  How it goes on: docs/deploying.md (environment ${environment})`);
}

export function tellMember({ out, home }, outputs, given) {
  out.line(`\n  ${out.paint.bold('Still to do')}: register the account, with the platform key or an admin's`);
  const body = {
    accountId: home.accountId,
    roleArn: outputs.InventoryRoleArn ?? '',
    externalId: given.ExternalId ?? '',
  };
  out.line(`  POST /accounts ${JSON.stringify(body)}`);
  if (outputs.RemediationRoleArn) out.line(`  Fixes are made with ${outputs.RemediationRoleArn}`);
}

export function tellOrganization({ out }, outputs) {
  out.line(`\n  ${out.paint.bold('Still to do')}`);
  if (outputs.OrganizationRoleArn)
    out.line(`  - Give the service the parameter OrganizationRoleArn: ${outputs.OrganizationRoleArn}`);
  out.line('  - Look for the accounts, with the platform key: POST /accounts/discover {"dryRun": true}');
  out.line('  The StackSets go on by themselves: their operations are in the console, under StackSets.');
}
