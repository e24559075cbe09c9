/** `1048576`, `512 KB`, `32MiB`. Without flags, because JSON Schema has none. */
export const SIZE = /^\d{1,15}(?:\.\d{1,6})?\s?(?:[kKmMgG][iI]?[bB]?|[bB])?$/;

/** Bytes; KB are 1,000 bytes and KiB 1,024. The text passes `SIZE`. */
export function parseSize(size: number | string): number {
  if (typeof size === 'number') return size;
  const [, digits = '', unit = '', binary] = size.match(/^([\d.]+)\s?([kmg]?)(i?)/i) ?? [];
  const power = unit === '' ? 0 : 'kmg'.indexOf(unit.toLowerCase()) + 1;
  return Math.round(Number(digits) * (binary ? 1024 : 1000) ** power);
}
