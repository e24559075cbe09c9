/** Values that tell how long a reader is (`r.ContentLength`, `header.Size`, `info.Size()`), and checks of them that bound a read. */
import { catalog, perCatalog, typeRow } from '../catalog/index.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import { argumentsOf, calleeOf, rowOf } from './callee.ts';
import { type Assumption, isExcluded, onlyValue } from './conditions.ts';
import { constantNumber } from './constants.ts';
import { flowAround } from './flow.ts';
import { memberOf } from './members.ts';
import { type Place, placeOf, samePlace } from './places.ts';
import { typeOf } from './type-of.ts';

/** More than any limit would let through. */
const HUGE = 2 ** 40;
/** What a configured limit may be. */
const LIMIT = 2 ** 20;

/**
 * Whether a node is reached only where a length was found small: every way with a huge one is cut off before, and every way with an unknown one
 * (`ContentLength` -1), too. `of`: types whose lengths count, by name.
 */
export function isLengthChecked(node: SyntaxNode, of: (type: string) => boolean): boolean {
  const assuming =
    (value: (unknown: number | undefined) => number | undefined): Assumption =>
    each => {
      const length = lengthAt(each);
      return length && of(length.type) ? value(length.unknown) : undefined;
    };
  if (
    !isExcluded(
      node,
      assuming(() => HUGE),
      LIMIT,
    )
  )
    return false;
  const unknown = assuming(value => value ?? HUGE);
  return isExcluded(node, unknown, LIMIT);
}

/** Whether a function of the module that is told the length decides whether a node is reached: `if !s.fits(r.ContentLength) { return }`. */
export function isLengthJudged(node: SyntaxNode, of: (type: string) => boolean): boolean {
  const flow = flowAround(node);
  const point = flow?.pointOf(node);
  const conditions = flow && point ? flow.guards(point).map(({ condition }) => bare(condition)) : [];
  return conditions
    .flatMap(condition => [condition, ...condition.all('call_expression')])
    .some(
      call =>
        call.kind === 'call_expression' &&
        /^(declared|interface)$/.test(calleeOf(call).kind) &&
        argumentsOf(call).some(argument => isOfLength(argument, of)),
    );
}

/** A length, what is computed from one, or a variable that holds either. */
function isOfLength(outer: SyntaxNode, of: (type: string) => boolean, depth = 3): boolean {
  const node = bare(outer);
  const length = lengthAt(node);
  if (length) return of(length.type);
  if (depth === 0) return false;
  const made = node.kind === 'identifier' ? onlyValue(node) : undefined;
  const parts = node.kind === 'binary_expression' ? node.children : conversionOf(node);
  return [...parts, ...(made ? [made] : [])].some(part => isOfLength(part, of, depth - 1));
}

/** Stands for the type of a length that a decoder tells before it decodes. */
export const DECODED = 'decoded';

interface Length {
  /** The type that has the field or method. */
  readonly type: string;
  readonly unknown: number | undefined;
}

/** Names of fields and methods that tell lengths, read off the catalog: what is not spelled like one is not looked at. */
const lengthNames: () => ReadonlySet<string> = perCatalog(
  () => new Set(catalog.flatMap(({ types }) => Object.values(types ?? {}).flatMap(({ length }) => length?.by ?? []))),
);

/** The length that an expression tells. */
export function lengthAt(outer: SyntaxNode): Length | undefined {
  let node = bare(outer);
  if (node.kind === 'call_expression' && rowOf(node)?.measures !== undefined)
    return { type: DECODED, unknown: undefined };
  if (node.kind === 'call_expression') node = bare(node.field('function') ?? node);
  const name = node.kind === 'selector_expression' ? node.field('field')?.text : undefined;
  const operand = node.field('operand');
  if (!name || !operand || !lengthNames().has(name)) return undefined;
  const member = memberOf(typeOf(operand), name);
  if (member?.kind !== 'row-field' && member?.kind !== 'external-method') return undefined;
  const type = member.symbol.replace(/^\(\*|\)?\.\w+$/g, '');
  const length = typeRow(type)?.length;
  return length?.by.includes(name) ? { type, unknown: length.unknown } : undefined;
}

/** Whether a value was compared before, so that it can't be huge where it is used. */
export function isChecked(value: SyntaxNode): boolean {
  if (constantNumber(value) !== undefined) return true;
  const place = placeOf(value);
  if (!place) {
    const inner = bare(value);
    const parts = inner.kind === 'binary_expression' ? inner.children : conversionOf(inner);
    return parts.length > 0 && parts.every(isChecked);
  }
  return isExcluded(value, node => (samePlace(placeOf(node), place) ? HUGE : undefined), LIMIT);
}

/** What `int64(n)` converts. */
function conversionOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.kind === 'type_conversion_expression') return [node.field('operand')!];
  return node.kind === 'call_expression' && calleeOf(node).kind === 'conversion' ? argumentsOf(node) : [];
}

/** Whether a node is reached only while a configured number is zero or less: an operator's own "off". */
export function isSwitchedOff(node: SyntaxNode, limit: SyntaxNode): boolean {
  return settingsIn(limit).some(place =>
    isExcluded(node, each => (samePlace(placeOf(each), place) ? LIMIT : undefined)),
  );
}

/** Whether a node is reached only while a configured number is above zero. */
export function isSwitchedOn(node: SyntaxNode, limit: SyntaxNode): boolean {
  return settingsIn(limit).some(place => {
    const is =
      (value: number): Assumption =>
      each =>
        samePlace(placeOf(each), place) ? value : undefined;
    return isExcluded(node, is(0)) || isExcluded(node, is(-1));
  });
}

/** The places whose values make up a limit: of `int64(cfg.MaxMiB) << 20` and of `limit+1` after `limit := cfg.MaxMiB * mib`, cfg.MaxMiB. */
function settingsIn(outer: SyntaxNode, depth = 4): readonly Place[] {
  const node = bare(outer);
  const parts = node.kind === 'binary_expression' ? node.children : conversionOf(node);
  if (parts.length > 0) return depth > 0 ? parts.flatMap(part => settingsIn(part, depth - 1)) : [];
  const place = constantNumber(node) === undefined ? placeOf(node) : undefined;
  if (!place) return [];
  const made = place.path.length === 0 ? onlyValue(node) : undefined;
  return made && depth > 0 ? [place, ...settingsIn(made, depth - 1)] : [place];
}
