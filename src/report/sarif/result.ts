import type { Result, Location as SarifLocation } from 'sarif';
import type { Finding, Related } from '../../rule/finding.ts';
import type { Location } from '../../text/position.ts';
import { neutral } from '../neutral.ts';
import { onOneLine, physical } from './places.ts';

/** A key of our own: GitHub's upload computes `primaryLocationLineHash` itself and warns where ours would differ. */
export const FINGERPRINT = 'goleakLint/v1';

export function resultOf(finding: Finding): Result {
  const { rule, severity, confidence, location, related, flow, fingerprint } = finding;
  return {
    ruleId: rule,
    level: severity,
    message: { text: linkedMessage(finding) },
    locations: [{ physicalLocation: onOneLine(location) }],
    ...(related.length > 0 && { relatedLocations: related.map((place, at) => ({ id: at + 1, ...noted(place) })) }),
    ...(flow.length > 0 && {
      codeFlows: [{ threadFlows: [{ locations: flow.map(step => ({ location: noted(step) })) }] }],
    }),
    partialFingerprints: { [FINGERPRINT]: fingerprint },
    properties: { confidence },
  };
}

/** GitHub shows related locations only where the message links to them. */
function linkedMessage({ message, related }: Finding): string {
  const links = related.map((place, at) => `${plain(place.note)} ([${linkText(place.location)}](${at + 1}))`);
  return [plain(message), ...(links.length > 0 ? [`See also: ${links.join('; ')}.`] : [])].join(' ');
}

/** `handlers[i](w)` would read as a link. */
export function plain(message: string): string {
  return neutral(message).replaceAll('](', '] (').trim();
}

function linkText({ path, start }: Location): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return `${neutral(name).replace(/[\\[\]]/g, '\\$&')}:${start.line}`;
}

function noted({ location, note }: Related): SarifLocation {
  return { physicalLocation: physical(location), message: { text: plain(note) } };
}
