import { describe, expect, it } from '@jest/globals';
import { type ChartSpec, chartPng, chartSvg, severityColours } from './index.js';

const bars: ChartSpec = {
  type: 'bars',
  title: 'By service',
  width: 420,
  height: 170,
  bars: [
    { label: 'S3 buckets <b>&', value: 12, colour: severityColours.critical },
    { label: 'a-name-that-is-much-too-long-for-the-place-it-has-here', value: 7 },
    { label: 'دلو-السجلات', value: 5 },
    { label: 'nothing', value: 0 },
  ],
};

const specs: ChartSpec[] = [
  bars,
  {
    type: 'donut',
    width: 420,
    height: 170,
    legend: true,
    centre: { text: '1,204', note: 'findings' },
    slices: Object.entries(severityColours).map(([label, colour], index) => ({
      label,
      colour,
      value: 3 + index * 9,
    })),
  },
  { type: 'donut', width: 200, height: 170, slices: [], centre: { text: '0', note: 'findings' } },
  { type: 'gauge', width: 240, height: 170, value: 72.4, max: 100, text: '72', note: 'of 100' },
  { type: 'gauge', width: 240, height: 170, value: null, max: 100, text: 'not known' },
  {
    type: 'line',
    title: 'Score',
    width: 420,
    height: 170,
    labels: ['1 Jun', '1 Jul', '1 Aug', '1 Sep', '1 Oct'],
    min: 0,
    max: 100,
    lines: [
      { label: 'Score', values: [40, null, 55, 61, 72] },
      { label: 'Coverage', values: [80, 81, 81, 90, 93], dashed: true, colour: '#8592a3' },
    ],
  },
  { type: 'line', width: 300, height: 120, labels: ['today'], lines: [{ label: 'Score', values: [50] }] },
  {
    type: 'stacked',
    width: 420,
    height: 90,
    rows: [
      {
        label: '',
        parts: [
          { label: 'critical', value: 2, colour: severityColours.critical },
          { label: 'high', value: 40, colour: severityColours.high },
          { label: 'medium', value: 60, colour: severityColours.medium },
        ],
      },
    ],
  },
];

describe('chartSvg', () => {
  it('gives the same text for the same spec, whatever was drawn before', async () => {
    const first = await chartSvg(bars);
    for (const spec of specs) await chartSvg(spec);

    await expect(chartSvg(bars)).resolves.toBe(first);
  });

  it.each(specs.map((spec) => [spec.type, spec] as const))(
    'has no style, id or script: %s',
    async (_, spec) => {
      const svg = await chartSvg(spec);

      expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 /);
      expect(svg).not.toMatch(/<style|<script|class=|id=|NaN|undefined|href/);
    },
  );

  it('escapes names, cuts long ones and keeps the others', async () => {
    const svg = await chartSvg(bars);

    expect(svg).toContain('S3 buckets &lt;b&gt;&amp;');
    expect(svg).not.toContain('<b>');
    expect(svg).toMatch(/a-name-that[^<]*(\.\.\.|…)</);
    expect(svg).toContain('دلو-السجلات');
    expect(svg).toContain(severityColours.critical);
  });
});

describe('chartPng', () => {
  it('draws at the scale that was asked for, the same bytes each time', async () => {
    const [one, again] = [await chartPng(bars, { scale: 2 }), await chartPng(bars, { scale: 2 })];

    expect(one.subarray(1, 4).toString()).toBe('PNG');
    expect([one.readUInt32BE(16), one.readUInt32BE(20)]).toEqual([840, 340]);
    expect(again.equals(one)).toBe(true);
    if (process.env['LOOK_AT']) await look(process.env['LOOK_AT']);
  });

  it.each(['$& and more', "$' $` $1", 'a\u0000b', 'a\ufffeb', 'a\ud800b', '"><b>', ']]>'])(
    'draws whatever something is called: %j',
    async (text) => {
      const named: ChartSpec = { ...bars, title: text, description: text, bars: [{ label: text, value: 1 }] };
      expect((await chartPng(named)).subarray(1, 4).toString()).toBe('PNG');
      expect((await chartSvg(named)).match(/<svg /g)).toHaveLength(1);
    },
  );

  it('draws right-to-left names in the bundled font', async () => {
    const named = (label: string): ChartSpec => ({ ...bars, bars: [{ label, value: 1 }] });
    const [arabic, other] = [await chartPng(named('سجل')), await chartPng(named('دلو'))];

    expect(arabic.equals(other)).toBe(false);
  });
});

/** LOOK_AT=FOLDER writes the pictures, for the eye. */
async function look(folder: string): Promise<void> {
  const { writeFile } = await import('node:fs/promises');
  for (const [index, spec] of specs.entries()) {
    await writeFile(
      `${folder}/${index}-${spec.type}.png`,
      await chartPng({ ...spec, background: '#ffffff' }),
    );
  }
}
