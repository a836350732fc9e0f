import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { output } from '../../scripts/lib/output.mjs';
import { PYTHON_TOOLS, pythonTool } from '../../scripts/lib/python-tools.mjs';

const ROOT = new URL('../../', import.meta.url).pathname;
/** The last migration of the first release: there was no version before it that had to work beside it. */
const BASELINE = '20261125050000_signing_keys';

const tool = await pythonTool(PYTHON_TOOLS.migrations, output(process.stderr));
const missing = 'missing' in tool ? tool.missing : undefined;
const folder = mkdtempSync(join(tmpdir(), 'migration-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The names of the rules of squawk that a file breaks. */
function broken(file: string): Promise<string[]> {
  const sql = readFileSync(file, 'utf8').replaceAll(/--.*$/gm, '');
  // a file of one statement is no transaction, so that it can make an index concurrently
  const alone = sql.split(';').filter((statement) => statement.trim() !== '').length === 1;
  const args = ['--reporter', 'gcc', ...(alone ? [] : ['--assume-in-transaction']), file];
  const squawk = join('missing' in tool ? '' : tool.bin, 'squawk');
  return new Promise((done, reject) => {
    execFile(squawk, args, { cwd: ROOT }, (error, stdout, stderr) => {
      const rules = [...stdout.matchAll(/^.+?:\d+:\d+: (?:warning|error): (\S+) /gm)].map(
        ([, rule = '']) => rule,
      );
      // it ends with 1 when a rule is broken; anything else is its own trouble
      if (error !== null && rules.length === 0) reject(new Error(stderr || stdout, { cause: error }));
      else done(rules);
    });
  });
}

(missing === undefined ? describe : describe.skip)(
  `the rules of migrations${missing === undefined ? '' : ` (no squawk: ${missing})`}`,
  () => {
    const names = readdirSync(join(ROOT, 'prisma/migrations')).filter(
      (name) => /^\d/.test(name) && name > BASELINE,
    );

    it.each(names)('%s lets the release before it work on', async (name) => {
      expect(await broken(join(ROOT, 'prisma/migrations', name, 'migration.sql'))).toEqual([]);
    });

    it.each([
      ['ALTER TABLE findings DROP COLUMN title', 'ban-drop-column'],
      ['DROP TABLE findings', 'ban-drop-table'],
      ['ALTER TABLE findings RENAME COLUMN title TO name', 'renaming-column'],
      ['ALTER TABLE findings RENAME TO faults', 'renaming-table'],
      ['ALTER TABLE findings ADD COLUMN owner TEXT NOT NULL', 'adding-required-field'],
      ['ALTER TABLE findings ALTER COLUMN title SET NOT NULL', 'adding-not-nullable-field'],
      ['ALTER TABLE findings ALTER COLUMN title TYPE VARCHAR(10)', 'changing-column-type'],
      ['CREATE INDEX findings_title ON findings (title)', 'require-concurrent-index-creation'],
      [
        'ALTER TABLE findings ADD CONSTRAINT titled CHECK (length(title) > 1)',
        'constraint-missing-not-valid',
      ],
    ])('%s is refused', async (sql, rule) => {
      const file = join(folder, 'one.sql');
      writeFileSync(file, `${sql};\nSELECT 1;\n`);
      expect(await broken(file)).toContain(rule);
    });

    it('takes what adds, and an index that is made beside the work', async () => {
      const file = join(folder, 'adding.sql');
      writeFileSync(
        file,
        `ALTER TABLE findings ADD COLUMN owner TEXT;
         CREATE TABLE notes (id TEXT NOT NULL, CONSTRAINT notes_pkey PRIMARY KEY (id));
         CREATE INDEX notes_id ON notes (id);`,
      );
      expect(await broken(file)).toEqual([]);
      writeFileSync(file, 'CREATE INDEX CONCURRENTLY IF NOT EXISTS findings_owner ON findings (owner);');
      expect(await broken(file)).toEqual([]);
    });
  },
);
