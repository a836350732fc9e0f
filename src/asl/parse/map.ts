import { isObject, type JsonObject } from '../json.js';
import { isDistributed } from './nested.js';
import { numberPath, template } from './paths.js';
import { report, within, type Place } from './place.js';
import { shown } from './problems.js';
import {
  arrayOf,
  both,
  checkShape,
  inJsonata,
  inJsonPath,
  own,
  type Check,
  type Fields,
  type Shape,
} from './shape.js';
import { decimal, integer, oneOf, orJsonata, resourceArn, text } from './values.js';

/** A number that may come from the input: `Name` or `NamePath` in JSONPath, `Name` with an expression in JSONata. */
export const numberFields = (name: string, check: Check): Fields => ({
  [name]: both(orJsonata(check)),
  [`${name}Path`]: inJsonPath(numberPath),
});

/** state-map-inline, state-map-distributed. */
export const MAP_NUMBERS: Fields = {
  ...numberFields('MaxConcurrency', integer(0)),
  ...numberFields('ToleratedFailureCount', integer(0)),
  ...numberFields('ToleratedFailurePercentage', decimal(0, 100)),
};

export const pairs = (...names: string[]): string[][] => names.map((name) => [name, `${name}Path`]);

const MAX_BATCH_BYTES = 262_144;
const MAX_ITEMS = 100_000_000;

/** input-output-itembatcher. */
const BATCHER: Shape = {
  fields: {
    Comment: both(text),
    BatchInput: both(template),
    ...numberFields('MaxItemsPerBatch', integer(0)),
    ...numberFields('MaxInputBytesPerBatch', integer(0, MAX_BATCH_BYTES)),
  },
  single: pairs('MaxItemsPerBatch', 'MaxInputBytesPerBatch'),
  some: [['MaxItemsPerBatch', 'MaxItemsPerBatchPath', 'MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath']],
};

/** input-output-itemreader, "Contents of the ReaderConfig field". */
const READER_CONFIG: Shape = {
  fields: {
    Comment: both(text),
    InputType: both(oneOf('CSV', 'JSON', 'JSONL', 'MANIFEST', 'PARQUET')),
    Transformation: both(oneOf('NONE', 'LOAD_AND_FLATTEN')),
    ManifestType: both(oneOf('ATHENA_DATA', 'S3_INVENTORY')),
    CSVDelimiter: both(oneOf('COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB')),
    CSVHeaderLocation: both(oneOf('FIRST_ROW', 'GIVEN')),
    CSVHeaders: both(arrayOf(text)),
    ItemsPointer: both(text),
    ...numberFields('MaxItems', integer(0, MAX_ITEMS)),
  },
  single: pairs('MaxItems'),
  also: (config, place) => {
    if (own(config, 'CSVHeaderLocation') === 'GIVEN' && !Object.hasOwn(config, 'CSVHeaders')) {
      report(place, 'These fields are required: [CSVHeaders]');
    }
  },
};

const resource: Fields = {
  Comment: both(text),
  Resource: both(resourceArn),
  Parameters: inJsonPath(template),
  Arguments: inJsonata(template),
};

const READER: Shape = {
  fields: { ...resource, ReaderConfig: both((value, place) => checkShape(value, READER_CONFIG, place)) },
  required: ['Resource'],
};

/** input-output-resultwriter: where results go, or how they are shaped, or both. */
const WRITER: Shape = {
  fields: { ...resource, WriterConfig: both((value, place) => checkShape(value, WRITER_CONFIG, place)) },
  some: [['Resource', 'WriterConfig']],
};

const WRITER_CONFIG: Shape = {
  fields: {
    Comment: both(text),
    Transformation: both(oneOf('NONE', 'COMPACT', 'FLATTEN')),
    OutputType: both(oneOf('JSON', 'JSONL')),
  },
};

/** What state-map-distributed has beyond state-map-inline. */
export const DISTRIBUTED: Fields = {
  ItemReader: both((value, place) => checkShape(value, READER, place)),
  ItemBatcher: both((value, place) => checkShape(value, BATCHER, place)),
  ResultWriter: both((value, place) => checkShape(value, WRITER, place)),
  Label: both((value, place) => checkLabel(value, place)),
};

/** state-map-distributed, "Label": no space, wildcard, bracket, special or control character. */
const LABEL = /^[^\s?*<>{}[\]"#%\\^|~`$&,;:/\p{Cc}]{1,40}$/u;

const checkLabel: Check = (value, place) => {
  if (typeof value !== 'string') report(place, 'Expected value of type String');
  else if (!LABEL.test(value)) {
    const message = `'${shown(value)}' is not a label: 1 to 40 characters, none of them a space, wildcard, bracket or special character`;
    report(place, message, 'INVALID_LABEL_NAME');
  }
};

/** JSONata's Items: what to iterate over, or an expression that gives it. */
export const items: Check = (value, place) => {
  if (Array.isArray(value) || isObject(value)) template(value, place);
  else {
    orJsonata((_value, at) => report(at, 'Items is an array, an object or a JSONata expression'))(
      value,
      place,
    );
  }
};

/** An INLINE Map has its items in its input and its results in its output. */
export function checkMode(state: JsonObject, place: Place): void {
  const processor = own(state, 'ItemProcessor') ?? own(state, 'Iterator');
  if (isObject(processor) && isDistributed(processor)) return;
  for (const name of Object.keys(DISTRIBUTED)) {
    if (!Object.hasOwn(state, name)) continue;
    report(within(place, name), `Field '${name}' is only supported if the Mode of the Map is DISTRIBUTED`);
  }
}

/** ProcessorConfig: state-map-distributed wants an ExecutionType, state-map-inline takes none but the default. */
export const PROCESSOR_CONFIG: Shape = {
  fields: {
    Comment: both(text),
    Mode: both(oneOf('INLINE', 'DISTRIBUTED')),
    ExecutionType: both(oneOf('STANDARD', 'EXPRESS')),
  },
  also: (config, place) => {
    if (own(config, 'Mode') === 'DISTRIBUTED' && !Object.hasOwn(config, 'ExecutionType')) {
      report(place, 'These fields are required: [ExecutionType]');
    }
  },
};
