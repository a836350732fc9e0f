import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { verifyPack } from './pack/verify.mjs';

const USAGE = 'npm run verify-pack -- FILE [--key FILE]';

/** Names from the archive are an attacker's where it was changed: no control character of theirs gets to the terminal. */
const shown = (text) => text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');

/** npm run verify-pack: whether an audit pack is as it was signed; 1 where it is not. */
try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { key: { type: 'string' } } });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new Error(USAGE);
  const key = values.key === undefined ? undefined : await readFile(values.key, 'utf8');
  const { problems, checked } = await verifyPack(file, key);
  for (const problem of problems) console.error(shown(problem));
  if (problems.length > 0) process.exitCode = 1;
  else {
    const { tenantId, window, files, auditLogEntries, keyId, signedAt, isKeyGiven } = checked;
    console.log(shown(`ok: ${files} files of ${tenantId}, ${window.from} to ${window.to}`));
    console.log(`ok: ${auditLogEntries} entries of the audit log, each follows the one before it`);
    console.log(shown(`ok: signed at ${signedAt} by the key ${keyId}`));
    if (!isKeyGiven)
      console.log(
        'That key is the one in the pack itself: compare it with GET /reports/signing-key, or give it by --key',
      );
  }
} catch (error) {
  console.error(shown(error.message));
  process.exitCode = 1;
}
