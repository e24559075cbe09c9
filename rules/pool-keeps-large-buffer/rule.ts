import {
  argumentsOf,
  bare,
  brief,
  callersOf,
  defineRule,
  fillingOf,
  functionOf,
  isGrowingBuffer,
  isMeasured,
  method,
  type Place,
  placeOf,
  putInto,
  type SyntaxNode,
  typeOf,
  underlying,
} from '#rule';

export default defineRule({
  id: 'pool-keeps-large-buffer',
  summary: 'A buffer goes back to a pool whatever it has grown to.',
  severity: 'note',
  confidence: 'medium',
  since: '0.1.0',
  cwe: ['CWE-770'],
  evidence: 'module',
  triggers: [method('Put')],
  messages: {
    kept: {
      text: '{name} goes back to the pool whatever it has grown to, and what fills it has no fixed size: one large value stays allocated as long as the pool is busy, and in time there is one per buffer; let it go where `{measure} > max`, and put back only the rest',
    },
  },

  *check({ sites, finding, fine }) {
    for (const site of sites) {
      const put = putInto(site.node);
      const place = put && placeOf(bufferIn(put));
      if (!put || !place || !isBuffer(put)) continue;
      if (isMeasured(place, site.node)) {
        yield fine(site, `${brief(put)} is measured before it goes back`);
        continue;
      }
      const filled = fillingOf(place, site.node) ?? filledByCaller(place, site.node);
      if (!filled) continue;
      const name = brief(bufferIn(put));
      const measure = isSlice(put) ? `cap(${name})` : `${name}.Cap()`;
      yield finding(site, 'kept', { name, measure }).also({ node: filled, note: `${name} is filled here` });
    }
  },
});

/** `b` of `b[:0]` and `&b`. */
function bufferIn(put: SyntaxNode): SyntaxNode {
  const inner = bare(put);
  return inner.kind === 'slice_expression' ? (inner.field('operand') ?? inner) : inner;
}

function isSlice(put: SyntaxNode): boolean {
  const type = underlying(typeOf(bufferIn(put)));
  const target = type.kind === 'pointer' ? underlying(type.elem) : type;
  return target.kind === 'slice';
}

function isBuffer(put: SyntaxNode): boolean {
  return isSlice(put) || isGrowingBuffer(bufferIn(put));
}

/** A helper such as `free(buf)`: its callers fill what it puts back. */
function filledByCaller({ root, path }: Place, put: SyntaxNode): SyntaxNode | undefined {
  const func = functionOf(put);
  if (!func || path.length > 0 || root.kind !== 'local' || root.role !== 'param') return undefined;
  for (const call of callersOf(func)) {
    const argument = argumentsOf(call)[root.index];
    const place = argument && placeOf(argument);
    if (!place || isMeasured(place, call)) continue;
    const filled = fillingOf(place, call);
    if (filled) return filled;
  }
  return undefined;
}
