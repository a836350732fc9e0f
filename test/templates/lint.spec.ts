import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { templateNames, templateText, TEMPLATES } from '../support/template-yaml.js';

/** The folder with cfn-lint and checkov: npm test makes it (scripts/lib/python-tools.mjs), where there is a Python. */
const TOOLS = process.env['TEMPLATE_TOOLS'];
const describeIf = TOOLS === undefined ? describe.skip : describe;
const MOST_BYTES = 51_200;
const PATIENCE_MS = 240_000;

const run = promisify(execFile);
const options = { cwd: TEMPLATES.pathname, timeout: PATIENCE_MS, maxBuffer: 16 * 1024 * 1024 };

/** What a linter has printed; one that has found something ends with another code than 0. */
async function printed(tool: string, args: string[]): Promise<string> {
  try {
    return (await run(join(TOOLS ?? '', tool), args, options)).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    if (stdout === '') throw new Error(`${tool} did not run: ${stderr}`, { cause: error });
    return stdout;
  }
}

describeIf('the templates (needs TEMPLATE_TOOLS: cfn-lint and checkov)', () => {
  it(
    'are as AWS describes its resources: cfn-lint finds nothing',
    async () => {
      const found = await printed('cfn-lint', [
        '--format',
        'json',
        ...templateNames().map((name) => `${name}.yaml`),
      ]);
      expect(found.trim() === '' ? [] : JSON.parse(found)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'are safe: checkov finds nothing but what has its reason beside it',
    async () => {
      const args = [
        '--directory',
        '.',
        '--framework',
        'cloudformation',
        '--output',
        'json',
        '--skip-download',
      ];
      const report = JSON.parse(await printed('checkov', args)) as {
        summary: { passed: number; parsing_errors: number };
        results: {
          failed_checks: { check_id: string; resource: string }[];
          skipped_checks: {
            check_id: string;
            resource: string;
            check_result: { suppress_comment: string };
          }[];
        };
      };
      const told = ({ check_id, resource }: { check_id: string; resource: string }) =>
        `${check_id} ${resource}`;
      expect(report.results.failed_checks.map(told)).toEqual([]);
      expect(report.summary.parsing_errors).toBe(0);
      expect(report.summary.passed).toBeGreaterThan(100);
      const reasons = report.results.skipped_checks.map(({ check_result }) => check_result.suppress_comment);
      expect(reasons.filter((reason) => reason.length < 20)).toEqual([]);
    },
    PATIENCE_MS,
  );
});

describe('each template', () => {
  it.each(templateNames())('%s.yaml can be given to CloudFormation without a bucket', (name) => {
    expect(Buffer.byteLength(templateText(name))).toBeLessThan(MOST_BYTES);
  });
});
