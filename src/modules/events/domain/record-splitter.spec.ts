import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NoTrailFile, RecordSplitter } from './record-splitter.js';

function split(text: string, size = text.length): string[] {
  const splitter = new RecordSplitter();
  const records: string[] = [];
  for (let from = 0; from < text.length; from += size)
    records.push(...splitter.push(text.slice(from, from + size)));
  splitter.end();
  return records;
}

describe('the records of a file', () => {
  it('are cut out as they are, wherever the parts of the file end', () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(
        fc.array(record),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        (records, size, spaced) => {
          const text = JSON.stringify({ before: 'a]}"{', Records: records, after: [] }, null, spaced ? 2 : 0);
          expect(split(text, size).map((one) => JSON.parse(one) as unknown)).toEqual(
            JSON.parse(JSON.stringify(records)),
          );
        },
      ),
    );
  });

  it('are given as soon as they have come', () => {
    const splitter = new RecordSplitter();
    expect(splitter.push('{"Records":[{"a":1},{"b"')).toEqual(['{"a":1}']);
    expect(splitter.push(':"}"},')).toEqual(['{"b":"}"}']);
  });

  it.each([
    ['cut off', '{"Records":[{"a":1}'],
    ['cut off in a text', '{"Records":[{"a":"'],
    ['without records', '{"a":1}'],
    ['of numbers', '{"Records":[1,2]}'],
    ['of texts', '{"Records":["a"]}'],
    ['of lists', '{"Records":[[1]]}'],
    ['that goes on', '{"Records":[]}{"Records":[{}]}'],
    ['that is no JSON', 'hello'],
    ['that is closed too often', '{"Records":[]}}'],
    ['that is empty', ''],
  ])('are not those of a file %s', (_, text) => {
    expect(() => split(text)).toThrow(NoTrailFile);
  });
});
