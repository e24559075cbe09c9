// npm run picture: docs/terminal.svg, made from what the tool really prints. Usage: node dev/picture.mjs OUT FOLDER [arguments...]
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [out, folder, ...args] = process.argv.slice(2);
const bin = fileURLToPath(new URL('../bin/goleak-lint.js', import.meta.url));
const [ADVANCE, LINE, MARGIN, FONT] = [8.43, 20, 18, 14];
const STYLE = new RegExp(`${String.fromCharCode(27)}\\[([\\d;]*)m`);
const COLORS = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 34: '#79c0ff', 90: '#8b949e' };

const { stdout } = spawnSync(process.execPath, [bin, '--format', 'pretty', '--color', ...args], {
  cwd: folder,
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1', FORCE_HYPERLINK: '0' },
});
const lines = [`\u001b[32m$\u001b[39m goleak-lint ${args.join(' ')}`, ...stdout.trimEnd().split('\n')].map(spans);
const width = Math.ceil(Math.max(...lines.map(line => length(line))) * ADVANCE) + 2 * MARGIN;
const height = lines.length * LINE + 2 * MARGIN;
writeFileSync(resolve(out), svg());

/** A line as runs of text with the style that ANSI codes gave them; hidden text is left out. */
function spans(line) {
  const found = [];
  let style = {};
  for (const [at, part] of line.split(STYLE).entries()) {
    // Every second part is what the pattern caught: the numbers of a style.
    if (at % 2 === 1) style = part.split(';').reduce((before, code) => apply(before, Number(code)), style);
    else if (part !== '' && !style.hidden) found.push({ text: part, style });
  }
  return found;
}

function apply(style, code) {
  if (code === 0) return {};
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 8) return { ...style, hidden: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 24) return { ...style, underline: false };
  if (code === 28) return { ...style, hidden: false };
  if (code === 39) return { ...style, color: undefined };
  return COLORS[code] ? { ...style, color: COLORS[code] } : style;
}

function length(line) {
  return line.reduce((sum, { text }) => sum + text.length, 0);
}

function svg() {
  const rows = lines.map((line, at) => {
    let column = 0;
    const runs = line.map(({ text, style }) => {
      const x = (MARGIN + column * ADVANCE).toFixed(1);
      column += text.length;
      return `<tspan x="${x}"${attributes(style)}>${escape(text)}</tspan>`;
    });
    return `<text y="${MARGIN + FONT + at * LINE}" xml:space="preserve">${runs.join('')}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>What goleak-lint prints</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="${FONT}" fill="#e6edf3">
${rows.join('\n')}
</g>
</svg>
`;
}

function attributes({ color, bold, dim, underline }) {
  return [
    color ? ` fill="${color}"` : '',
    bold ? ' font-weight="bold"' : '',
    dim ? ' opacity="0.65"' : '',
    underline ? ' text-decoration="underline"' : '',
  ].join('');
}

function escape(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
