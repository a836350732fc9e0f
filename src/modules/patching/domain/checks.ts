export interface Machine {
  isWindows: boolean;
  privateIp: string | null;
}

/** What Systems Manager is told to run. */
export interface ShellCommand {
  document: string;
  parameters: { commands: string[]; executionTimeout: string[] };
}

const TIMEOUT_SECONDS = 300;
const HTTP_SECONDS = 10;
const HTTP_TRIES = 5;

/** Is well by its exit code. */
export const shellCheck = (command: string, { isWindows }: Machine): ShellCommand => ({
  document: isWindows ? 'AWS-RunPowerShellScript' : 'AWS-RunShellScript',
  parameters: { commands: [command], executionTimeout: [String(TIMEOUT_SECONDS)] },
});

/**
 * The instance asks itself. This service need not reach into its network, and cannot be made to ask another address
 * there: the host of the URL is the instance's own.
 */
export function httpCheck(template: string, machine: Machine): ShellCommand {
  const url = template.replace('{privateIp}', machine.privateIp ?? '127.0.0.1');
  return shellCheck(machine.isWindows ? powershell(url) : curl(url), machine);
}

const curl = (url: string): string =>
  `code=$(curl --silent --show-error --output /dev/null --write-out '%{http_code}' --max-time ${HTTP_SECONDS} ` +
  `--retry ${HTTP_TRIES} --retry-delay 5 --retry-connrefused ${quoted(url, `'\\''`)}); ` +
  `echo "HTTP $code"; case "$code" in 2??) exit 0;; *) exit 1;; esac`;

/** Invoke-WebRequest fails by itself on any status but 2xx after redirects, of which none is followed. */
const powershell = (url: string): string =>
  `$ErrorActionPreference = 'Stop'; for ($i = 1; ; $i++) { try { Invoke-WebRequest -UseBasicParsing ` +
  `-MaximumRedirection 0 -TimeoutSec ${HTTP_SECONDS} -Uri ${quoted(url, `''`)} | Out-Null; exit 0 } ` +
  `catch { if ($i -ge ${HTTP_TRIES}) { Write-Error $_; exit 1 }; Start-Sleep -Seconds 5 } }`;

/** As one word for a shell. */
const quoted = (text: string, quote: string): string => `'${text.replaceAll(`'`, quote)}'`;
