import type { ArtifactLocation, PhysicalLocation, Region, Result } from 'sarif';
import type { Location } from '../../text/position.ts';

const BASE = '%SRCROOT%';

/** Relative to the root of the repository, as the uploader knows it. */
export function artifact(path: string): ArtifactLocation {
  return { uri: path.split('/').map(encoded).join('/'), uriBaseId: BASE };
}

/** A name that holds half a character can't be written in any URI: the half becomes U+FFFD. */
function encoded(segment: string): string {
  return encodeURIComponent(Buffer.from(segment).toString());
}

/** The path that a result's place was made of; '' where it has none. */
export function pathOf({ locations }: Result): string {
  const uri = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

export function physical(location: Location): PhysicalLocation {
  const { start, end } = location;
  const region = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  return { artifactLocation: artifact(location.path), region };
}

/** A pull request shows a finding only if every line of its region was changed; without an end the region is the rest of its first line. */
export function onOneLine(location: Location): PhysicalLocation {
  const { start, end, path } = location;
  if (start.line === end.line) return physical(location);
  const region: Region = { startLine: start.line, startColumn: start.column };
  return { artifactLocation: artifact(path), region };
}
