import { once } from '../../shared/once.js';
import { chartSvg } from './chart-svg.js';
import type { ChartSpec } from './chart-spec.js';
import { bundledFonts } from './fonts.js';

/**
 * A native library, loaded at the first picture. It draws in a thread of its own: its WebAssembly twin took ten times
 * as long, and on the thread that answers requests.
 */
const library = once(() => import('@resvg/resvg-js'));

/**
 * The chart as PNG, in the bundled fonts and no others, so that it looks the same on every machine.
 * `scale` is pixels of the picture for one of the chart: 2 for screens and mail.
 */
export async function chartPng(spec: ChartSpec, { scale = 2 }: { scale?: number } = {}): Promise<Buffer> {
  const svg = await chartSvg(spec);
  const { renderAsync } = await library();
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: bundledFonts.flatMap(({ regular, bold }) => [regular, bold]),
      defaultFontFamily: 'Noto Sans',
      sansSerifFamily: 'Noto Sans',
    },
  });
  return image.asPng();
}
