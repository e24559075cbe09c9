import type { Reporter } from '../findings/report.ts';
import { groupBy } from '../text/group-by.ts';
import { neutral } from './neutral.ts';
import { paragraph, type Words } from './sentences.ts';
import { document } from './xml.ts';

const SEVERITY: Words = { error: 'error', warning: 'warning', note: 'info' };

/** The report of Checkstyle's XMLLogger, which nearly every CI system reads. */
export const checkstyle: Reporter = {
  name: 'checkstyle',
  render({ findings, tool }) {
    const files = [...groupBy(findings, finding => finding.location.path)].map(([path, own]) => ({
      '@name': neutral(path),
      error: own.map(finding => ({
        '@line': finding.location.start.line,
        '@column': finding.location.start.column,
        '@severity': SEVERITY[finding.severity],
        '@message': paragraph(finding),
        '@source': `${tool.name}.${finding.rule}`,
      })),
    }));
    return document('checkstyle', { '@version': '4.3', ...(files.length > 0 && { file: files }) });
  },
};
