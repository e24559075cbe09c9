/**
 * The bytes of web-tree-sitter.wasm, where they are not in the file beside web-tree-sitter's own program, which finds that itself. A single executable has no
 * files and puts another function in this one's place.
 */
export function readRuntime(): Uint8Array | undefined {
  return undefined;
}
