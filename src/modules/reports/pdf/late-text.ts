import type PDFDocument from 'pdfkit';
import type { Face } from './fonts.js';

type Document = InstanceType<typeof PDFDocument>;

/**
 * Text that pages show before it is known, such as their number: a form XObject (ISO 32000-1, 8.10) that is named on
 * each page and written at the end. So no page has to wait in memory for the last one.
 */
export class LateText {
  private readonly form: PDFKit.PDFKitReference;

  constructor(
    private readonly document: Document,
    private readonly name: string,
  ) {
    this.form = document.ref({ Type: 'XObject', Subtype: 'Form', BBox: [-100, -20, 100, 20], Resources: {} });
  }

  /** Shows it on the current page from x, on the baseline y. */
  place(x: number, y: number): void {
    Object.assign(this.document.page.xobjects as object, { [this.name]: this.form });
    this.document.save();
    // pages are drawn from the top; the form's text is not
    this.document.transform(1, 0, 0, -1, x, y);
    this.document.addContent(`/${this.name} Do`);
    this.document.restore();
  }

  /** Says what it is; before the document ends, for its fonts are written then. */
  write(face: Face, size: number, colour: string, text: string): void {
    const font = face.embedded();
    const [glyphs] = font.encode(text);
    const rgb = [1, 3, 5].map((at) => (Number.parseInt(colour.slice(at, at + 2), 16) / 255).toFixed(3));
    Object.assign(this.form.data, { Resources: { Font: { [font.id]: font.ref() } } });
    this.form.end(`BT /${font.id} ${size} Tf ${rgb.join(' ')} rg 0 0 Td <${glyphs.join('')}> Tj ET`);
  }
}
