/** XML for the formats that want it. The library escapes what means something in XML; we keep out what can't be in XML at all. */
import XMLBuilder from 'fast-xml-builder';

/** An element: attributes under names that begin with `@`, text under `#text`, children as lists under their names. */
export interface Element {
  readonly [name: string]: string | number | readonly Element[];
}

const builder = new XMLBuilder({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  format: true,
  suppressEmptyNode: true,
  // An attribute that reads "true" would lose its value otherwise.
  suppressBooleanAttributes: false,
});

export function document(name: string, root: Element): string {
  return builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, [name]: [clean(root)] });
}

function clean(element: Element): Element {
  return Object.fromEntries(
    Object.entries(element).map(([name, value]) => [name, Array.isArray(value) ? value.map(clean) : allowed(value)]),
  );
}

/** Text is to be made `neutral` before; what is left are halves of characters, and two that no document may hold. */
function allowed(value: string | number | readonly Element[]): string {
  return Buffer.from(String(value))
    .toString()
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
}
