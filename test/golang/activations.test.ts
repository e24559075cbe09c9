import { expect, test } from 'vitest';
import { activationsOf } from '../../src/golang/activations.ts';
import { World } from '../../src/golang/world.ts';
import { loadGrammar } from '../../src/syntax/grammar.ts';
import { projectOf } from '../harness.ts';

/** What begins the ways to the call `mark()`. */
async function beginnings(imports: string, body: string): Promise<readonly string[]> {
  const project = projectOf({ 'a.go': `package a\n\n${imports}\n\nfunc mark() {}\n${body}` });
  const world = new World(project, await loadGrammar());
  const files = project.files.flatMap(({ importPath }) => world.package(importPath, project.modules[0]!)?.files ?? []);
  const calls = files.flatMap(file => file.root.all('call_expression'));
  const call = calls.find(each => each.field('function')?.text === 'mark');
  return activationsOf(call!).map(({ begins }) => begins);
}

const HANDLER = `func handle(srv any, ctx context.Context, dec func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
	handler := func(ctx context.Context, req any) (any, error) { mark(); return nil, nil }
	return interceptor(ctx, nil, nil, handler)
}
var methods = []grpc.MethodDesc{{MethodName: "Begin", Handler: handle}}`;

test.each([
  ['the value of a package-level variable', '', 'func f() int { mark(); return 1 }\nvar n = f()', ['start']],
  ['a method of a gRPC service, behind an interceptor', 'import "google.golang.org/grpc"', HANDLER, ['request']],
  [
    'a literal that is handed to unseen code',
    'import "other.org/x"',
    'func f() { x.Later(func() { mark() }) }',
    ['unknown'],
  ],
  ['an exported function', '', 'func F() { mark() }', ['exported']],
])('%s', async (_, imports, body, expected) => {
  expect(await beginnings(imports, body)).toEqual(expected);
});
