import { describe, expect, it } from '@jest/globals';
import { startFaultProxy } from '../support/fault-proxy.mjs';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no emulator to stand before: the runner reports these as skipped. */
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

describeIf('fault proxy (needs MOTO_URL)', () => {
  it("hits the same calls for the same seed, names S3 operations, and passes the emulator's own API", async () => {
    const run = async (seed: number): Promise<string> => {
      const proxy = await startFaultProxy({
        target: MOTO_URL ?? '',
        seed,
        rules: [{ fault: 'throttle', probability: 0.5 }],
      });
      const signed = {
        authorization: 'AWS4-HMAC-SHA256 Credential=AKIA1/20260101/eu-west-1/s3/aws4_request, Signature=0',
      };
      for (let i = 0; i < 12; i++) await fetch(`${proxy.url}/bucket?tagging=`, { headers: signed });
      const config = await fetch(`${proxy.url}/moto-api/config`);
      expect(config.ok).toBe(true);
      expect(proxy.count({ action: 'GetBucketTagging' })).toBe(12);
      expect(proxy.count()).toBe(12);
      const hits = proxy.calls.map(({ fault }) => (fault === null ? '.' : 'x')).join('');
      await proxy.close();
      return hits;
    };
    expect(await run(1)).toBe(await run(1));
    expect(await run(1)).not.toBe(await run(2));
  });
});
