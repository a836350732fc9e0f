import type PDFDocument from 'pdfkit';
import type { Pen } from './pen.js';

type Document = InstanceType<typeof PDFDocument>;
type Attributes = Readonly<Record<string, string>>;
type Matrix = readonly [number, number, number, number, number, number];

/**
 * Draws what src/platform/charts makes as vectors: rect, path, polyline, circle and text with fill, stroke and a
 * transform. Not SVG at large: groups have no attributes of their own there, and there are no styles, ids or images.
 */
export function drawSvg(
  document: Document,
  pen: Pen,
  svg: string,
  x: number,
  y: number,
  width: number,
): void {
  const [, , chartWidth = 1] = (/viewBox="([^"]*)"/.exec(svg)?.[1] ?? '').split(' ').map(Number);
  document.save();
  document.translate(x, y).scale(width / chartWidth);
  for (const [, tag = '', attributes = '', inner = ''] of svg.matchAll(
    /<(rect|path|polyline|circle|text)\b([^>]*)>(?:([^<]*)<\/text>)?/g,
  )) {
    document.save();
    const given = attributesOf(attributes);
    const matrix = matrixOf(given['transform'] ?? '');
    if (matrix !== undefined) document.transform(...matrix);
    if (tag === 'text') text(pen, given, unescaped(inner));
    else shape(document, tag, given);
    document.restore();
  }
  document.restore();
}

const attributesOf = (text: string): Attributes =>
  Object.fromEntries(
    [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );

function matrixOf(text: string): Matrix | undefined {
  const [, kind, inside = ''] = /^(translate|matrix)\(([^)]*)\)$/.exec(text) ?? [];
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = inside.split(/[ ,]+/).map(Number);
  if (kind === 'translate') return [1, 0, 0, 1, a, b];
  return kind === 'matrix' ? [a, b, c, d, e, f] : undefined;
}

function shape(document: Document, tag: string, given: Attributes): void {
  const number = (name: string): number => Number(given[name] ?? 0);
  const opacity = Number(given['fill-opacity'] ?? 1) * Number(given['opacity'] ?? 1);
  const fill = given['fill'] === 'none' || opacity === 0 ? undefined : hex(given['fill'] ?? '#000000');
  const lineWidth = Number(given['stroke-width'] ?? 1);
  const stroke =
    lineWidth === 0 || (given['stroke'] ?? 'none') === 'none' ? undefined : hex(given['stroke'] ?? '');
  if (fill === undefined && stroke === undefined) return;
  if (tag === 'rect') document.rect(number('x'), number('y'), number('width'), number('height'));
  else if (tag === 'circle') document.circle(number('cx'), number('cy'), number('r'));
  else if (tag === 'polyline') document.path(`M${(given['points'] ?? '').replaceAll(' ', ' L')}`);
  else document.path(given['d'] ?? '');
  if (stroke !== undefined) {
    document.lineWidth(lineWidth).strokeColor(stroke);
    const dashes = (given['stroke-dasharray'] ?? '').split(/[ ,]+/).map(Number);
    const [dash = 0, space = dash] = dashes;
    if (dash > 0) document.dash(dash, { space });
  }
  if (fill !== undefined) document.fillColor(fill);
  if (opacity < 1) document.fillOpacity(opacity);
  if (fill !== undefined && stroke !== undefined) document.fillAndStroke();
  else if (fill !== undefined) document.fill();
  else document.stroke();
}

function text(pen: Pen, given: Attributes, words: string): void {
  if (words === '') return;
  const style = given['style'] ?? '';
  const size = Number(/font-size:([\d.]+)px/.exec(style)?.[1] ?? 12);
  const anchor = given['text-anchor'];
  const set = pen.set(
    words,
    {
      size,
      bold: /font-weight:(bold|[6-9]00)/.test(style),
      colour: hex(given['fill'] ?? '#000000'),
      align: anchor === 'end' ? 'right' : anchor === 'middle' ? 'center' : 'left',
      leading: 1.4,
      most: 1,
    },
    Infinity,
  );
  const width = set.lines[0]?.width ?? 0;
  const [x, y] = [Number(given['x'] ?? 0), Number(given['y'] ?? 0)];
  const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
  // dominant-baseline is always central there; half of a capital's height looks more so than half of the font's
  pen.draw({ ...set, width }, left, y - set.lineHeight / 2);
}

/** pdfkit knows #hex and names; the library writes some as rgb(). */
const hex = (colour: string): string => {
  const parts = /^rgba?\(([^)]*)\)$/.exec(colour)?.[1]?.split(',').map(Number).slice(0, 3);
  return parts === undefined
    ? colour
    : `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
};

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|quot|#39|amp);/g, (all, name: string) => ENTITIES[name] ?? all);
