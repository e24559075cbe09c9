/**
 * A function that computes once per key. Keys are objects with identity (nodes, entities), so that what is remembered dies with the trees it
 * was learnt from. A question that comes up again while it is being answered (recursion in the code that is judged) gets `during`.
 */
export function remember<K extends object, V>(compute: (key: K) => V, during: V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return key => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as V;
    known.set(key, during);
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}
