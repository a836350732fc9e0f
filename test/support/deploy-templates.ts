import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REAL = new URL('../../deploy/templates/', import.meta.url).pathname;

/**
 * What stands for three templates where the emulator cannot make theirs: its CloudFormation knows no Secrets Manager
 * and no ElastiCache, fails on a database with a parameter group, and on a task definition with an optional container.
 * What they hold is looked at by the specs of the templates.
 */
const STAND_INS = {
  'data.yaml': `
Parameters:
  Environment: { Type: String }
  VpcId: { Type: String }
  PrivateSubnetIds: { Type: String }
  ReportRetentionDays: { Type: String, Default: '400' }
Resources:
  Group:
    Type: AWS::Logs::LogGroup
    Properties: { LogGroupName: !Sub 'data-\${Environment}-\${ReportRetentionDays}' }
Outputs:
  DatabaseSecretArn:
    Value: arn:aws:secretsmanager:eu-north-1:111111111111:secret:database
  RedisUrlSecretArn:
    Value: arn:aws:secretsmanager:eu-north-1:111111111111:secret:redis
  ApiKeySecretArn:
    Value: arn:aws:secretsmanager:eu-north-1:111111111111:secret:key
  ReportsBucket:
    Value: reports
`,
  'service.yaml': `
Parameters:
  Environment: { Type: String }
  ImageUri: { Type: String }
  CpuArchitecture: { Type: String, Default: ARM64 }
  CertificateArn: { Type: String }
  DomainName: { Type: String }
  LoadBalancerScheme: { Type: String, Default: internal }
  LoadBalancerSubnetIds: { Type: String }
  DesiredApi: { Type: String, Default: '2' }
Resources:
  Group:
    Type: AWS::Logs::LogGroup
    Properties: { LogGroupName: !Sub 'service-\${Environment}-\${CpuArchitecture}-\${DesiredApi}' }
Outputs:
  PublicUrl:
    Value: !Sub 'https://\${DomainName}'
  LoadBalancerDns:
    Value: internal-shepherd-1.eu-north-1.elb.amazonaws.com
`,
  'watch.yaml': `
Parameters:
  Environment: { Type: String }
  AlarmEmail: { Type: String, Default: '' }
Resources:
  Group:
    Type: AWS::Logs::LogGroup
    Properties: { LogGroupName: !Sub 'watch-\${Environment}' }
Outputs:
  DashboardUrl:
    Value: https://console.aws.amazon.com/cloudwatch
`,
};

/** A folder with the templates, as far as the emulator can make them. */
export function emulatedTemplates(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-templates-'));
  cpSync(REAL, folder, { recursive: true });
  for (const [file, body] of Object.entries(STAND_INS)) writeFileSync(join(folder, file), body.trimStart());
  return folder;
}

/** A container engine that builds nothing: it writes down what it is asked, and pushes by putting an image to ECR. */
export function fakeEngine(folder: string, log: string): void {
  const ecr = new URL('../../node_modules/@aws-sdk/client-ecr/dist-cjs/index.js', import.meta.url).href;
  const script = `#!${process.execPath}
import { appendFileSync, readFileSync } from 'node:fs';
const [command, ...args] = process.argv.slice(2);
const input = command === 'login' ? readFileSync(0, 'utf8') : '';
appendFileSync(${JSON.stringify(log)}, JSON.stringify({ command, args, input }) + '\\n');
if (command === 'push') {
  const { ECR } = await import(${JSON.stringify(ecr)});
  const [, repositoryName, imageTag] = /\\/([^:]+):(.+)$/.exec(args.at(-1));
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 1, digest: 'sha256:' + '0'.repeat(64) },
    layers: [],
    of: imageTag,
  });
  await new ECR({}).putImage({ repositoryName, imageTag, imageManifest });
}
`;
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'docker'), script, { mode: 0o755 });
}
