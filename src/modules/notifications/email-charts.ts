import { chartPng, type ChartSpec } from '../../platform/charts/index.js';
import type { ChartPart, Part } from './domain/email/part.js';
import { bare } from './domain/safe-text.js';

/** A picture within an email: `cid` is what the HTML calls it. */
export interface Attachment {
  filename: string;
  cid: string;
  contentType: string;
  content: Buffer;
}

const WIDTH = 552;
const BAR_HEIGHT = 30;
/** Sharp on screens of two pixels a point. */
const SCALE = 2;

/** The pictures of an email's charts, one after the other: drawing takes the processor, not time. */
export async function chartAttachments(parts: readonly Part[]): Promise<Attachment[]> {
  const attachments: Attachment[] = [];
  for (const part of parts) {
    if (part.type !== 'chart') continue;
    const content = await chartPng(specOf(part), { scale: SCALE });
    attachments.push({ filename: `${part.id}.png`, cid: part.id, contentType: 'image/png', content });
  }
  return attachments;
}

function specOf({ title, description, chart }: ChartPart): ChartSpec {
  const frame = {
    title,
    description: bare(description),
    width: WIDTH,
    background: '#ffffff',
    labelWidth: 130,
  };
  if (chart.type === 'bars') return { ...frame, ...chart, height: 54 + BAR_HEIGHT * chart.bars.length };
  return { ...frame, ...chart, legend: true, height: 90 + BAR_HEIGHT * chart.rows.length };
}
