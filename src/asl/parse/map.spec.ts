import { describe, expect, it } from '@jest/globals';
import { branch, distributed, found, inJsonata, map, messages, only } from './parsing.fixture.js';

const S = '/States/S';
const GET = 'arn:aws:states:::s3:getObject';
const reader = (ReaderConfig: unknown, rest: Record<string, unknown> = {}) =>
  distributed({ ItemReader: { Resource: GET, ReaderConfig, ...rest } });
const batcher = (ItemBatcher: unknown) => distributed({ ItemBatcher });
const writer = (ResultWriter: unknown) => distributed({ ResultWriter });
const processor = (ProcessorConfig: unknown) => map({ ItemProcessor: { ...branch(), ProcessorConfig } });

describe('Maps that are refused', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['no processor', { Type: 'Map' }, ''],
    ['both processors', map({ Iterator: branch('Other') }), ''],
    ['a processor that is a list', { Type: 'Map', ItemProcessor: [] }, '/ItemProcessor'],
    [
      'a processor with a query language',
      map({ ItemProcessor: { ...branch(), QueryLanguage: 'JSONPath' } }),
      '/ItemProcessor',
    ],
    [
      'an iterator with a query language',
      { Type: 'Map', Iterator: { ...branch(), QueryLanguage: 'JSONata' } },
      '/Iterator',
    ],
    ['a processor without States', map({ ItemProcessor: { StartAt: 'A' } }), '/ItemProcessor'],
    ['a Mode that is none', processor({ Mode: 'PARALLEL' }), '/ItemProcessor/ProcessorConfig/Mode'],
    [
      'an ExecutionType that is none',
      processor({ Mode: 'DISTRIBUTED', ExecutionType: 'FAST' }),
      '/ItemProcessor/ProcessorConfig/ExecutionType',
    ],
    [
      'DISTRIBUTED without ExecutionType',
      processor({ Mode: 'DISTRIBUTED' }),
      '/ItemProcessor/ProcessorConfig',
    ],
    ['a ProcessorConfig that is text', processor('INLINE'), '/ItemProcessor/ProcessorConfig'],
    ['an unknown field of ProcessorConfig', processor({ Type: 'INLINE' }), '/ItemProcessor/ProcessorConfig'],
    ['MaxConcurrency -1', map({ MaxConcurrency: -1 }), '/MaxConcurrency'],
    ['MaxConcurrency 1.5', map({ MaxConcurrency: 1.5 }), '/MaxConcurrency'],
    ['MaxConcurrency as a path', map({ MaxConcurrency: '$.max' }), '/MaxConcurrency'],
    ['both MaxConcurrency', map({ MaxConcurrency: 1, MaxConcurrencyPath: '$.max' }), ''],
    ['MaxConcurrencyPath as a number', map({ MaxConcurrencyPath: 5 }), '/MaxConcurrencyPath'],
    ['MaxConcurrencyPath that names many', map({ MaxConcurrencyPath: '$..max' }), '/MaxConcurrencyPath'],
    [
      'MaxConcurrencyPath in the Context Object',
      map({ MaxConcurrencyPath: '$$.Execution.Input.n' }),
      '/MaxConcurrencyPath',
    ],
    ['ToleratedFailureCount -1', map({ ToleratedFailureCount: -1 }), '/ToleratedFailureCount'],
    ['both ToleratedFailureCount', map({ ToleratedFailureCount: 1, ToleratedFailureCountPath: '$.n' }), ''],
    [
      'ToleratedFailurePercentage -0.1',
      map({ ToleratedFailurePercentage: -0.1 }),
      '/ToleratedFailurePercentage',
    ],
    [
      'ToleratedFailurePercentage 100.1',
      map({ ToleratedFailurePercentage: 100.1 }),
      '/ToleratedFailurePercentage',
    ],
    [
      'ToleratedFailurePercentage as text',
      map({ ToleratedFailurePercentage: '10' }),
      '/ToleratedFailurePercentage',
    ],
    [
      'both ToleratedFailurePercentage',
      map({ ToleratedFailurePercentage: 1, ToleratedFailurePercentagePath: '$.n' }),
      '',
    ],
    ['ItemsPath that names many', map({ ItemsPath: '$.items[*]' }), '/ItemsPath'],
    ['ItemsPath null', map({ ItemsPath: null }), '/ItemsPath'],
    ['ItemSelector beside Parameters', map({ ItemSelector: {}, Parameters: {} }), ''],
    ['a bad path in ItemSelector', map({ ItemSelector: { a: { 'b.$': '$$Map' } } }), '/ItemSelector/a/b.$'],
    ['ItemReader inline', map({ ItemReader: { Resource: GET } }), '/ItemReader'],
    ['ItemBatcher inline', map({ ItemBatcher: { MaxItemsPerBatch: 1 } }), '/ItemBatcher'],
    ['ResultWriter inline', map({ ResultWriter: { Resource: GET } }), '/ResultWriter'],
    ['Label inline', map({ Label: 'mine' }), '/Label'],
    ['ItemReader without a Resource', distributed({ ItemReader: {} }), '/ItemReader'],
    ['ItemReader from no ARN', distributed({ ItemReader: { Resource: 's3' } }), '/ItemReader/Resource'],
    [
      'a bad path in ItemReader',
      reader({}, { Parameters: { 'Key.$': 'key' } }),
      '/ItemReader/Parameters/Key.$',
    ],
    ['Arguments of ItemReader in JSONPath', reader({}, { Arguments: {} }), '/ItemReader'],
    ['an InputType that is none', reader({ InputType: 'XML' }), '/ItemReader/ReaderConfig/InputType'],
    [
      'a CSVHeaderLocation that is none',
      reader({ InputType: 'CSV', CSVHeaderLocation: 'LAST_ROW' }),
      '/ItemReader/ReaderConfig/CSVHeaderLocation',
    ],
    [
      'GIVEN without CSVHeaders',
      reader({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }),
      '/ItemReader/ReaderConfig',
    ],
    [
      'CSVHeaders that are one text',
      reader({ InputType: 'CSV', CSVHeaders: 'a,b' }),
      '/ItemReader/ReaderConfig/CSVHeaders',
    ],
    ['a CSVDelimiter that is none', reader({ CSVDelimiter: ',' }), '/ItemReader/ReaderConfig/CSVDelimiter'],
    ['MaxItems -1', reader({ MaxItems: -1 }), '/ItemReader/ReaderConfig/MaxItems'],
    ['MaxItems 100000001', reader({ MaxItems: 100_000_001 }), '/ItemReader/ReaderConfig/MaxItems'],
    ['both MaxItems', reader({ MaxItems: 1, MaxItemsPath: '$.n' }), '/ItemReader/ReaderConfig'],
    ['an unknown field of ReaderConfig', reader({ Type: 'CSV' }), '/ItemReader/ReaderConfig'],
    ['ItemBatcher without a size', batcher({ BatchInput: {} }), '/ItemBatcher'],
    ['both MaxItemsPerBatch', batcher({ MaxItemsPerBatch: 1, MaxItemsPerBatchPath: '$.n' }), '/ItemBatcher'],
    [
      'MaxInputBytesPerBatch 262145',
      batcher({ MaxInputBytesPerBatch: 262_145 }),
      '/ItemBatcher/MaxInputBytesPerBatch',
    ],
    ['MaxItemsPerBatch -1', batcher({ MaxItemsPerBatch: -1 }), '/ItemBatcher/MaxItemsPerBatch'],
    [
      'a bad path in BatchInput',
      batcher({ MaxItemsPerBatch: 1, BatchInput: { 'a.$': 1 } }),
      '/ItemBatcher/BatchInput/a.$',
    ],
    ['ResultWriter with nothing', writer({}), '/ResultWriter'],
    ['ResultWriter to no ARN', writer({ Resource: 'bucket' }), '/ResultWriter/Resource'],
    [
      'an OutputType that is none',
      writer({ WriterConfig: { OutputType: 'CSV' } }),
      '/ResultWriter/WriterConfig/OutputType',
    ],
    [
      'a Transformation that is none',
      writer({ WriterConfig: { Transformation: 'ZIP' } }),
      '/ResultWriter/WriterConfig/Transformation',
    ],
    ['a Label with a space', distributed({ Label: 'my label' }), '/Label INVALID_LABEL_NAME'],
    ['a Label with a wildcard', distributed({ Label: 'all*' }), '/Label INVALID_LABEL_NAME'],
    ['an empty Label', distributed({ Label: '' }), '/Label INVALID_LABEL_NAME'],
    ['a Label that is too long', distributed({ Label: 'x'.repeat(41) }), '/Label INVALID_LABEL_NAME'],
    ['a Label with a control character', distributed({ Label: 'a\u0007b' }), '/Label INVALID_LABEL_NAME'],
    ['a Label that is a number', distributed({ Label: 7 }), '/Label'],
  ])('%s', (_title, state, pointer) => {
    expect(found(only(state))).toEqual([S + pointer]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['Items as text', map({ Items: '$.items' }), '/Items'],
    ['Items null', map({ Items: null }), '/Items'],
    ['Items that do not parse', map({ Items: '{% [1 %}' }), '/Items INVALID_JSONATA_EXPRESSION'],
    [
      'a result before there is one',
      map({ Items: '{% $states.result %}' }),
      '/Items UNSUPPORTED_JSONATA_EXPRESSION',
    ],
    ['MaxConcurrency as other text', map({ MaxConcurrency: '5' }), '/MaxConcurrency'],
    ['MaxItemsPath', reader({ MaxItemsPath: '$.n' }), '/ItemReader/ReaderConfig'],
    ['MaxItemsPerBatchPath', batcher({ MaxItemsPerBatchPath: '$.n' }), '/ItemBatcher'],
    ['Parameters of ItemReader', reader({}, { Parameters: {} }), '/ItemReader'],
  ])('in JSONata: %s', (_title, state, pointer) => {
    expect(found(inJsonata(state))).toEqual([S + pointer]);
  });

  it('two Maps of one label', () => {
    const other = {
      ...distributed({ Label: 'same' }),
      ItemProcessor: { ...branch('J'), ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } },
      End: true,
    };
    const States = { A: { ...distributed({ Label: 'same' }), Next: 'B' }, B: other };
    expect(found({ StartAt: 'A', States })).toEqual(['/States/B/Label DUPLICATE_LABEL_NAME']);
  });

  it('in AWS\u2019s words', () => {
    expect(messages(only(reader({ MaxItems: 1, MaxItemsPath: '$.n' })))).toEqual([
      'There should only be one of the following fields: [MaxItems, MaxItemsPath]',
    ]);
    expect(messages(only(map({ MaxConcurrency: -1 })))).toEqual(['Minimum value is 0']);
    expect(messages(only(map({ ToleratedFailurePercentage: -1 })))).toEqual(['Minimum value is 0.0']);
    expect(messages(only(map({ ToleratedFailurePercentage: 101 })))).toEqual(['Maximum value is 100.0']);
    expect(messages(only(reader({ MaxItems: 1e9 })))).toEqual(['Maximum value is 100000000']);
  });
});

describe('Maps that are taken', () => {
  it.each<[string, Record<string, unknown>]>([
    ['the least', map()],
    ['an empty ProcessorConfig', processor({})],
    [
      'everything inline',
      map({
        ItemsPath: '$.items',
        ItemSelector: { 'a.$': '$$.Map.Item.Value' },
        MaxConcurrency: 0,
        ResultPath: '$.r',
        ResultSelector: { 'x.$': '$' },
        Retry: [],
        Catch: [],
      }),
    ],
    ['items of the Context Object', map({ ItemsPath: '$$.Execution.Input.items' })],
    ['items of a variable', map({ ItemsPath: '$items', MaxConcurrencyPath: '$max' })],
    ['Parameters, the old name of ItemSelector', map({ Parameters: { 'a.$': '$$.Map.Item.Index' } })],
    ['tolerance inline', map({ ToleratedFailureCount: 3, ToleratedFailurePercentage: 0.5 })],
    [
      'tolerance by paths',
      distributed({ ToleratedFailureCountPath: '$.c', ToleratedFailurePercentagePath: '$p' }),
    ],
    [
      'a reader of JSON',
      reader(
        { InputType: 'JSON', MaxItems: 10, ItemsPointer: '/items' },
        { Parameters: { Bucket: 'b', 'Key.$': '$.key' } },
      ),
    ],
    [
      'a reader of CSV',
      reader({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a', 'b'], CSVDelimiter: 'TAB' }),
    ],
    [
      'a batcher',
      batcher({ MaxItemsPerBatch: 10, MaxInputBytesPerBatchPath: '$.bytes', BatchInput: { 'a.$': '$.a' } }),
    ],
    [
      'a writer',
      writer({
        Resource: 'arn:aws:states:::s3:putObject',
        Parameters: { Bucket: 'b' },
        WriterConfig: { OutputType: 'JSONL', Transformation: 'FLATTEN' },
      }),
    ],
    ['a writer that only shapes', writer({ WriterConfig: { Transformation: 'COMPACT' } })],
    ['a label', distributed({ Label: 'Process-all_1.2' })],
  ])('%s', (_title, state) => {
    expect(found(only(state))).toEqual([]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['items as they are', map({ Items: [1, '{% $two %}'] })],
    ['items of an object', map({ Items: { a: 1 } })],
    ['items by an expression', map({ Items: '{% $states.input.items %}' })],
    [
      'numbers by expressions',
      distributed({
        MaxConcurrency: '{% 5 %}',
        ToleratedFailureCount: '{% $n %}',
        ToleratedFailurePercentage: '{% 0.5 %}',
        ItemBatcher: { MaxItemsPerBatch: '{% 3 %}' },
      }),
    ],
    ['ItemSelector by one expression', map({ ItemSelector: '{% $states.context.Map.Item.Value %}' })],
    [
      'a reader',
      distributed({
        ItemReader: {
          Resource: GET,
          Arguments: { Key: '{% $key %}' },
          ReaderConfig: { MaxItems: '{% 5 %}' },
        },
      }),
    ],
  ])('in JSONata: %s', (_title, state) => {
    expect(found(inJsonata(state))).toEqual([]);
  });
});
