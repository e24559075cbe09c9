// How long our grammar takes beside the stock one. Paired: each file is parsed by both in turn, in alternating order,
// several times over, and each file's fastest time counts, so that other load on the machine falls on both alike.

const rounds = 7;

/** Milliseconds for all `texts`, and their ratio (ours divided by stock). */
export function timePaired({ ours, stock }, texts) {
  const best = { ours: 0, stock: 0 };
  for (const text of texts) {
    const fastest = fastestOf({ ours, stock }, text);
    best.ours += fastest.ours;
    best.stock += fastest.stock;
  }
  return { ...best, ratio: best.ours / best.stock };
}

function fastestOf(parsers, text) {
  const fastest = { ours: Infinity, stock: Infinity };
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? ['ours', 'stock'] : ['stock', 'ours'];
    for (const name of order) fastest[name] = Math.min(fastest[name], elapsed(parsers[name], text));
  }
  return fastest;
}

function elapsed(parser, text) {
  const start = performance.now();
  const tree = parser.parse(text);
  const time = performance.now() - start;
  tree.delete();
  return time;
}
