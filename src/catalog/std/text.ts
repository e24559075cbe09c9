import { each, methods, passes, passesAll, pours, runs, slurps } from '../rows.ts';
import type { Library } from '../schema.ts';

const made = passes(0, 'text');
const taken = passes(0, 'part');

/** What strings and bytes have in common. */
const shared = {
  ...each(
    'ToLower ToUpper ToTitle Title Trim TrimLeft TrimRight TrimSpace TrimPrefix TrimSuffix TrimFunc Replace ReplaceAll Repeat Clone ToValidUTF8',
    made,
  ),
  ...each('Split SplitN SplitAfter Fields FieldsFunc Cut CutPrefix CutSuffix SplitSeq FieldsSeq Lines', taken),
  Map: { ...passes(1, 'text'), ...runs('now', 0) },
  Join: made,
};

export const text: readonly Library[] = [
  {
    paths: ['strings'],
    doc: 'https://pkg.go.dev/strings',
    types: { Builder: { buffer: true } },
    effects: {
      ...shared,
      NewReader: passes(0, 'bytes'),
      '(*Reader).WriteTo': slurps('receiver', 0),
      '(*Reader).Reset': pours(0, 'receiver', 'bytes'),
      '(*Builder).String': passes('receiver', 'bytes'),
      '(*Replacer).Replace': made,
    },
  },
  {
    paths: ['bytes'],
    doc: 'https://pkg.go.dev/bytes',
    types: { Buffer: { buffer: true } },
    effects: {
      ...shared,
      ...each('NewReader NewBuffer NewBufferString', passes(0, 'bytes')),
      '(*Reader).WriteTo': slurps('receiver', 0),
      '(*Reader).Reset': pours(0, 'receiver', 'bytes'),
      '(*Buffer).ReadFrom': slurps(0, 'receiver'),
      '(*Buffer).WriteTo': slurps('receiver', 0),
      ...methods('(*Buffer)', 'Bytes String AvailableBuffer', passes('receiver', 'bytes')),
      ...methods('(*Buffer)', 'Next ReadBytes ReadString ReadByte ReadRune', passes('receiver', 'part')),
    },
  },
  {
    paths: ['strconv'],
    doc: 'https://pkg.go.dev/strconv',
    effects: {
      ...each('Itoa FormatInt FormatUint FormatFloat FormatBool Quote QuoteToASCII', made),
      ...each('Atoi ParseInt ParseUint ParseFloat ParseBool Unquote', taken),
      ...each('AppendInt AppendUint AppendQuote', passes(1, 'text')),
    },
  },
  {
    paths: ['fmt'],
    doc: 'https://pkg.go.dev/fmt',
    effects: {
      ...each('Sprint Sprintln Sprintf Errorf', passesAll(0, 'text')),
      ...each('Append Appendf Appendln', passesAll(1, 'text')),
      ...each('Sscan Sscanln', scans(1)),
      Sscanf: scans(2),
      ...each('Fscan Fscanln', scans(1)),
      Fscanf: scans(2),
    },
  },
  {
    // The one type of the universe that has a method.
    paths: ['builtin'],
    doc: 'https://pkg.go.dev/builtin',
    types: { error: { kind: 'interface' } },
    effects: { 'error.Error': { results: ['string'], ...passes('receiver', 'text') } },
  },
  {
    paths: ['errors'],
    doc: 'https://pkg.go.dev/errors',
    effects: { Unwrap: taken },
  },
  {
    paths: ['regexp'],
    doc: 'https://pkg.go.dev/regexp',
    effects: {
      ...methods(
        '(*Regexp)',
        'Find FindString FindAll FindAllString FindSubmatch FindStringSubmatch FindAllStringSubmatch FindAllSubmatch Split',
        taken,
      ),
      ...methods('(*Regexp)', 'ReplaceAll ReplaceAllString ReplaceAllLiteralString', made),
      ...methods('(*Regexp)', 'ReplaceAllFunc ReplaceAllStringFunc', { ...made, ...runs('now', 1) }),
    },
  },
  {
    paths: ['path'],
    doc: 'https://pkg.go.dev/path',
    effects: paths(),
  },
  {
    paths: ['path/filepath'],
    doc: 'https://pkg.go.dev/path/filepath',
    effects: {
      ...paths(),
      ...each('Abs FromSlash ToSlash EvalSymlinks VolumeName', passes(0, 'text')),
      Rel: passes(1, 'text'),
      ...each('Walk WalkDir', runs('now', 1)),
    },
  },
];

/** Targets from parameter `first` on are filled from parameter 0. */
function scans(first: number) {
  return { passes: [0, 1, 2, 3].map(i => ({ param: 0, into: first + i, as: 'part' as const })) };
}

function paths() {
  return { ...each('Base Clean Dir Ext', made), Join: passesAll(0, 'text'), Split: taken };
}
