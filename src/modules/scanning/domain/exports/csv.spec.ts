import { describe, expect, it } from '@jest/globals';
import { controlNotes, exportedFinding, suppression } from '../../../../../test/support/exported.js';
import { csvCell as cell } from '../../../../shared/csv.js';
import { csvHeader, csvLine } from './csv.js';

describe('a cell of CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1+cmd|calc', "'-1+cmd|calc"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1+1', "'＝1+1"],
    ['\t=1', "'\t=1"],
    ['\0=1', "'\0=1"],
    ['  =1', "'  =1"],
  ])('never begins a formula: %j', (given, written) => {
    expect(cell(given)).toBe(written);
  });

  it('is defused inside its quotes, where it needs them', () => {
    expect(cell('=HYPERLINK("http://x","y")')).toBe('"\'=HYPERLINK(""http://x"",""y"")"');
    expect(cell('\r=1')).toBe('"\'\r=1"');
    expect(cell('\nx')).toBe('"\'\nx"');
  });

  it('is quoted where a comma, a quote or a line break would end it, and where blanks would be lost', () => {
    expect(cell('a,b')).toBe('"a,b"');
    expect(cell('a "b"')).toBe('"a ""b"""');
    expect(cell('a\r\nb')).toBe('"a\r\nb"');
    expect(cell(' a')).toBe('" a"');
  });

  it('is left as it is otherwise', () => {
    expect([cell('arn:aws:s3:::a=b'), cell('a-b'), cell('')]).toEqual(['arn:aws:s3:::a=b', 'a-b', '']);
    expect([cell(12.5), cell(-3), cell(null)]).toEqual(['12.5', '-3', '']);
    expect(cell(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  });
});

describe('a line of CSV', () => {
  it('has a cell for each name of the header, and ends as RFC 4180 has it', () => {
    const line = csvLine({ finding: exportedFinding({ evidence: {} }), notes: null });
    expect(line.endsWith('\r\n') && csvHeader.endsWith('\r\n')).toBe(true);
    expect(line.split(',')).toHaveLength(csvHeader.split(',').length);
  });

  it('says who suppressed the finding, what mutes it, and what asks for its control', () => {
    const finding = exportedFinding({ suppressed: suppression, muted: { muteId: 'mute_1' } });
    const line = csvLine({ finding, notes: controlNotes() });
    for (const part of [
      'a public website',
      'ann@example.com',
      'mute_1',
      'cis-3.0/2.1.4',
      'Block public access.',
    ])
      expect(line).toContain(part);
  });
});
