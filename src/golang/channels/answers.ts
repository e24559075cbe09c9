/** Which return statements say what a function returns. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { isCalledInPlace } from '../flow.ts';
import { FUNCTIONS } from '../function-of.ts';

/** The function's own, or that of `return func() (T, error) {...}()`, where the literal's return statements say what is returned. */
export function isAnswer(statement: SyntaxNode): boolean {
  if (literalReturned(statement)) return false;
  const func = statement.within(...FUNCTIONS);
  if (func?.kind !== 'func_literal' || !isCalledInPlace(func)) return true;
  const outer = func.within('return_statement', 'block');
  return outer?.kind === 'return_statement' && literalReturned(outer) === func;
}

function literalReturned({ children: [value, ...more] }: SyntaxNode): SyntaxNode | undefined {
  const call = value && more.length === 0 ? bare(value) : undefined;
  const target = call?.kind === 'call_expression' ? call.field('function') : undefined;
  return target && bare(target).kind === 'func_literal' ? bare(target) : undefined;
}
