/** What is locked and given back: the library's mutexes, and the program's own types that are used like one. */
import { memberOf } from '../golang/members.ts';
import { pointee, type Type, typeName } from '../golang/types.ts';

export function isLock(type: Type): boolean {
  return /^sync\.(RW)?Mutex$/.test(typeName(pointee(type))) || isOwnLock(type);
}

/** A type of the program's own that is locked like one of the library's. */
export function isOwnLock(type: Type): boolean {
  const base = pointee(type);
  if (base.kind !== 'named' || !base.entity) return false;
  return ['Lock', 'Unlock'].every(name => memberOf({ kind: 'pointer', elem: base }, name)?.kind.endsWith('method'));
}
