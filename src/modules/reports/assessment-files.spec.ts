import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import {
  assessmentReport,
  emptyAssessment,
  largeAssessment,
  longAssessment,
  rtlAssessment,
  writtenGuidance,
} from '../../../test/support/assessment-fixture.js';
import { executivePdf, technicalHtml, written } from './assessment-files.js';

const reports = {
  usual: assessmentReport({ guidance: writtenGuidance }),
  empty: emptyAssessment(),
  large: largeAssessment(),
  long: longAssessment(),
  rtl: rtlAssessment(),
};

describe('technicalHtml', () => {
  it.each(Object.entries(reports))(
    'is one page that closes what it opens, with nothing from elsewhere: %s',
    async (name, report) => {
      const page = await text(technicalHtml(report));

      expect(page).toMatch(/^<!doctype html>/);
      expect(page.trimEnd()).toMatch(/<\/body><\/html>$/);
      expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=|NaN|undefined/);
      for (const tag of ['details', 'table', 'tbody', 'div', 'section', 'main', 'bdi', 'li', 'svg', 'pre']) {
        const count = (pattern: string) => page.match(new RegExp(pattern, 'g'))?.length ?? 0;
        expect([tag, count(`<${tag}[ >]`)]).toEqual([tag, count(`</${tag}>`)]);
      }
      // LOOK_AT=FOLDER writes the page, for the eye
      if (process.env['LOOK_AT']) {
        const { writeFile } = await import('node:fs/promises');
        await writeFile(`${process.env['LOOK_AT']}/${name}.html`, page);
      }
    },
  );

  it('has each requirement, control, resource and its evidence, and links that lead somewhere', async () => {
    const page = await text(technicalHtml(reports.usual));

    for (const { id, controls } of reports.usual.requirements) {
      expect(page).toContain(`<bdi>${id}</bdi>`);
      for (const { controlId, failed } of controls) {
        expect(page).toContain(controlId);
        for (const { resourceArn } of failed) expect(page).toContain(resourceArn);
      }
    }
    expect(page).toContain('{&quot;mfaActive&quot;:false');
    for (const [, to = ''] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${to}"`);
  });

  it('says who wrote the guidance, and names the findings of each claim', async () => {
    const page = await text(technicalHtml(reports.usual));

    expect(page).toMatch(/Written by a language model<\/b>\s*<span class="quiet"\s*>anthropic\.claude/);
    expect(page).toContain('finding_s3_0, finding_s3_1, finding_s3_2');
    expect(page).toContain('1 claim was left out');
    await expect(text(technicalHtml(assessmentReport()))).resolves.not.toContain('language model');
  });

  it('escapes what accounts have named, and shows what would turn the line', async () => {
    const page = await text(technicalHtml(reports.rtl));

    expect(page).toContain('&lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot;');
    expect(page).toContain('&lt;/pre&gt;&lt;script&gt;alert(1)');
    expect(page).not.toContain('\u202e');
    expect(page).toContain('<bdi>arn:aws:iam::123456789012:role/مدير-النظام/admin</bdi>');
  });

  it('is made while it is read', async () => {
    let largest = 0;
    let total = 0;
    const reader = new Writable({
      write(chunk: Buffer, _encoding, done) {
        largest = Math.max(largest, chunk.length);
        total += chunk.length;
        setImmediate(done);
      },
    });
    await pipeline(technicalHtml(largeAssessment(12_000)), reader);

    expect(total).toBeGreaterThan(1_000_000);
    expect(largest).toBeLessThan(100_000);
  });
});

describe('executivePdf', () => {
  it('is a PDF, the same for the same report', async () => {
    const first = await buffer(executivePdf(reports.usual));

    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await buffer(executivePdf(reports.usual))).equals(first)).toBe(true);
  });
});

describe('written', () => {
  it('fails as a stream when what writes it fails', async () => {
    const failing = written(async (output) => {
      output.write('a');
      throw new Error('no more');
    });

    await expect(text(failing)).rejects.toThrow('no more');
  });
});
