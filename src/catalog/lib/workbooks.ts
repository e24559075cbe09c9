/** Spreadsheets: a few megabytes in the file, hundreds in memory. */
import { each, methods, names, passes, slurps } from '../rows.ts';
import type { Library } from '../schema.ts';

const archive = { noun: 'workbook', expands: 'zip', options: ['UnzipSizeLimit'] } as const;
const sheet = slurps('receiver', 'result', { noun: 'sheet' });
/** Opening parses every sheet. */
const sheets = { noun: 'sheet', expands: 'zip', options: ['RowLimit'] } as const;
const sheetsOfFile = { ...slurps(0, 'result', { ...sheets, source: 'file' }), ...names(0) };

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
      OpenReader: slurps(0, 'result', archive),
      OpenFile: { ...slurps(0, 'result', { ...archive, source: 'file' }), ...names(0) },
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
      OpenFile: sheetsOfFile,
      OpenBinary: slurps(0, 'result', sheets),
      OpenReaderAt: slurps(0, 'result', sheets),
      ...each('FileToSlice FileToSliceUnmerged', sheetsOfFile),
      ...methods('(*File)', 'ToSlice ToSliceUnmerged', sheet),
    },
  },
];
