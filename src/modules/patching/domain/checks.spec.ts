import { describe, expect, it } from '@jest/globals';
import { httpCheck, shellCheck } from './checks.js';

const linux = { isWindows: false, privateIp: '10.0.0.7' };
const windows = { isWindows: true, privateIp: '10.0.0.7' };

describe('httpCheck', () => {
  it('has the instance ask its own address', () => {
    const { document, parameters } = httpCheck('http://{privateIp}:8080/health?a=1&b=2', linux);
    expect(document).toBe('AWS-RunShellScript');
    expect(parameters.commands[0]).toMatch(/curl .*'http:\/\/10\.0\.0\.7:8080\/health\?a=1&b=2'\);/);
    expect(httpCheck('http://{privateIp}/', { ...linux, privateIp: null }).parameters.commands[0]).toContain(
      "'http://127.0.0.1/'",
    );
  });

  it('is one word to either shell, whatever the path holds', () => {
    const url = "http://{privateIp}/a';reboot;'";
    expect(httpCheck(url, linux).parameters.commands[0]).toContain(`'http://10.0.0.7/a'\\'';reboot;'\\'''`);
    expect(httpCheck(url, windows).parameters.commands[0]).toContain(`'http://10.0.0.7/a'';reboot;'''`);
  });
});

it('runs a command by the shell of the machine', () => {
  expect(shellCheck('systemctl is-active web', linux).document).toBe('AWS-RunShellScript');
  expect(shellCheck('Get-Service web', windows).document).toBe('AWS-RunPowerShellScript');
});
