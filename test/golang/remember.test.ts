import { expect, test } from 'vitest';
import { ask, gather, questionsOf } from '../../src/golang/asks.ts';
import { remember, rememberNamed } from '../../src/golang/remember.ts';

interface Node {
  readonly name: string;
  next: readonly Node[];
}

function graph(edges: Readonly<Record<string, string>>): Readonly<Record<string, Node>> {
  const nodes: Record<string, Node> = {};
  for (const name of Object.keys(edges)) nodes[name] = { name, next: [] };
  for (const [name, to] of Object.entries(edges)) nodes[name]!.next = to.split('').map(each => nodes[each]!);
  return nodes;
}

/** Names of all that a node leads to, with what was computed on the way. */
function reaching() {
  const computed: string[] = [];
  const reach: (node: Node) => string = remember<Node, string>(node => {
    computed.push(node.name);
    return [...new Set(node.name + node.next.map(reach).join(''))].sort().join('');
  }, '');
  return { reach, computed };
}

test('answers once', () => {
  const { a, b } = graph({ a: 'b', b: '' });
  const { reach, computed } = reaching();
  expect([reach(a!), reach(a!), reach(b!)]).toEqual(['ab', 'ab', 'b']);
  expect(computed).toEqual(['a', 'b']);
});

test('gives the stopgap where a question meets itself, and forgets what was found with it', () => {
  const { a, b } = graph({ a: 'b', b: 'a' });
  const { reach } = reaching();
  expect(reach(a!)).toBe('ab');
  expect(reach(b!)).toBe('ab');
});

test('keeps what has nothing to do with a circle that was met before', () => {
  const { a, c } = graph({ a: 'bc', b: 'a', c: '' });
  const { reach, computed } = reaching();
  reach(a!);
  reach(c!);
  expect(computed.filter(name => name === 'c')).toHaveLength(1);
});

test('costs one answer each in a circle of any size', () => {
  // Everything leads to everything: without a memory for the time being, as many ways as there are orders.
  const names = 'abcdefghijklmnop';
  const nodes = graph(Object.fromEntries(names.split('').map(name => [name, names])));
  const { reach, computed } = reaching();
  expect(reach(nodes.a!)).toBe(names);
  expect(computed.length).toBe(names.length);
});

test('ends chains that are longer than the stack with the stopgap', () => {
  const nodes: Node[] = Array.from({ length: 20_000 }, (_, index) => ({ name: String(index), next: [] }));
  for (const [index, node] of nodes.entries()) node.next = nodes.slice(index + 1, index + 2);
  const length: (node: Node) => number = remember<Node, number>(
    node => 1 + (node.next[0] ? length(node.next[0]) : 0),
    0,
  );
  expect(length(nodes[0]!)).toBeGreaterThan(100);
});

test('hands on what an answer rests on, from memory too', () => {
  const size = remember<object, number>(() => {
    ask('disk');
    return 1;
  }, 0);
  const key = {};
  const restsOn = () => questionsOf(gather(() => size(key)).asks);
  expect([restsOn(), restsOn()]).toEqual([['disk'], ['disk']]);
});

test('joins what several answers rest on', () => {
  const about = rememberNamed<object, string>((_, name) => {
    ask(name);
    return name;
  }, '');
  const key = {};
  const { asks } = gather(() => Array.from({ length: 70 }, (_, index) => about(key, `q${index}`)));
  expect([...questionsOf(asks)].sort()).toEqual(Array.from({ length: 70 }, (_, index) => `q${index}`).sort());
});
