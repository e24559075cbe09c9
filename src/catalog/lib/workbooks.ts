/** Spreadsheets: a few megabytes in the file, hundreds in memory. */
import { each, methods, names, passes, slurps } from '../rows.ts';
import type { Library } from '../schema.ts';

const workbook = { noun: 'workbook', expands: 'zip' } as const;
const sheet = slurps('receiver', 'result', { noun: 'sheet' });
const fromFile = { ...slurps(0, 'result', { ...workbook, source: 'file' }), ...names(0) };

export const workbooks: readonly Library[] = [
  {
    paths: [
      'github.com/xuri/excelize/v2',
      'github.com/xuri/excelize',
      'github.com/360EntSecGroup-Skylar/excelize',
      'github.com/360EntSecGroup-Skylar/excelize/v2',
      'github.com/qax-os/excelize/v2',
    ],
    name: 'excelize',
    doc: 'https://github.com/qax-os/excelize (excelize.go, rows.go): UnzipSizeLimit is 15.6 GiB by default',
    effects: {
      OpenReader: slurps(0, 'result', workbook),
      OpenFile: fromFile,
      ...methods('(*File)', 'GetRows GetCols SearchSheet', sheet),
      ...methods('(*File)', 'Rows Cols', passes('receiver', 'part')),
      ...each('(*Rows).Columns (*Cols).Rows', passes('receiver', 'part')),
    },
  },
  {
    paths: ['github.com/tealeg/xlsx/v3', 'github.com/tealeg/xlsx', 'github.com/tealeg/xlsx/v2'],
    name: 'xlsx',
    doc: 'https://github.com/tealeg/xlsx (file.go): the whole workbook unless RowLimit says otherwise',
    effects: {
      OpenFile: fromFile,
      OpenBinary: slurps(0, 'result', workbook),
      OpenReaderAt: slurps(0, 'result', workbook),
      ...each('FileToSlice FileToSliceUnmerged', fromFile),
      ...methods('(*File)', 'ToSlice ToSliceUnmerged', sheet),
    },
  },
];
