/** What people see: lines, one progress line at a time, and tables. Colours only where a terminal shows them. */

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 };
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const SPARSE_MS = 10_000;
const WIDTH = 80;

/**
 * @typedef {ReturnType<typeof output>} Output
 * @param {NodeJS.WriteStream} stream
 */
export function output(stream) {
  const terminal = stream.isTTY === true;
  const coloured = terminal && !process.env.NO_COLOR;
  const paint = Object.fromEntries(
    Object.entries(CODES).map(([name, code]) => [
      name,
      (text) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : String(text)),
    ]),
  );
  const line = (text = '') => void stream.write(`${text}\n`);
  let live;
  return {
    paint,
    line,
    done: (text) => line(`  ${paint.green('✓')} ${text}`),
    warn: (text) => line(`  ${paint.yellow('!')} ${text}`),
    fail: (text) => line(`  ${paint.red('✗')} ${text}`),
    /** One step under way. On a terminal its line is rewritten; elsewhere it is printed at most every 10 s. */
    progress: (label) => (live = progress({ stream, terminal, paint, line }, label)),
    /** Ends the progress line under way, when something else must be said. */
    settle: () => live?.settle(),
    table: (columns, rows, footer) => line(table(columns, rows, footer, paint)),
  };
}

function progress({ stream, terminal, paint, line }, label) {
  const began = performance.now();
  let detail = '';
  let turn = 0;
  let printedAt = began;
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const draw = () => {
    const text = clip([label, detail].filter(Boolean).join('  '), WIDTH - 14);
    stream.write(
      `\r\u001b[K  ${paint.cyan(SPINNER[turn++ % SPINNER.length])} ${text}  ${paint.dim(seconds())}`,
    );
  };
  const timer = terminal ? setInterval(draw, 100) : undefined;
  if (terminal) draw();
  else line(`  … ${label}`);
  let over = false;
  const settle = () => {
    clearInterval(timer);
    over = true;
  };
  const end = (mark, text) => {
    if (over) return;
    settle();
    line(`${terminal ? '\r\u001b[K' : ''}  ${mark} ${text}  ${paint.dim(seconds())}`);
  };
  return {
    update(text) {
      detail = text;
      if (over || terminal || performance.now() - printedAt < SPARSE_MS) return;
      printedAt = performance.now();
      line(`  … ${label}  ${text}`);
    },
    settle,
    done: (text = label) => end(paint.green('✓'), text),
    warn: (text = label) => end(paint.yellow('!'), text),
    fail: (text = label) => end(paint.red('✗'), text),
  };
}

/** Columns: {title, right?, paint?(cell text, padded text)}; rows: arrays of strings; footer: one more such row. */
function table(columns, rows, footer, paint) {
  const all = footer ? [...rows, footer] : rows;
  const widths = columns.map((column, i) =>
    Math.max(column.title.length, ...all.map((row) => String(row[i]).length)),
  );
  const pad = (text, i) =>
    columns[i].right ? String(text).padStart(widths[i]) : String(text).padEnd(widths[i]);
  const bar = paint.dim('│');
  const show = (cells) => `  ${bar} ${cells.join(` ${bar} `)} ${bar}`;
  const rule = (left, middle, right) =>
    paint.dim(`  ${left}${widths.map((width) => '─'.repeat(width + 2)).join(middle)}${right}`);
  const coloured = (row) =>
    row.map((cell, i) => (columns[i].paint ? columns[i].paint(cell, pad(cell, i)) : pad(cell, i)));
  return [
    rule('┌', '┬', '┐'),
    show(columns.map((column, i) => paint.bold(pad(column.title, i)))),
    rule('├', '┼', '┤'),
    ...rows.map((row) => show(coloured(row))),
    ...(footer ? [rule('├', '┼', '┤'), show(footer.map((cell, i) => paint.bold(pad(cell, i))))] : []),
    rule('└', '┴', '┘'),
  ].join('\n');
}

export const clip = (text, width) => (text.length > width ? `${text.slice(0, width - 1)}…` : text);
