/** SARIF 2.1.0 in the shape that GitHub code scanning shows best: this file says what of a report goes where, `log.ts` makes the text of it. */
import type { Notification, ToolComponent } from 'sarif';
import type { Notice, Report, Reporter } from '../../findings/report.ts';
import { neutral } from '../neutral.ts';
import { descriptor } from './descriptor.ts';
import { type Contents, render } from './log.ts';
import { NOT_UNDERSTOOD } from './notifications.ts';
import { artifact } from './places.ts';
import { plain, resultOf } from './result.ts';

export const sarif: Reporter = {
  name: 'sarif',
  render: (report, { sarif: { limit, category, shard } }) => render([contentsOf(report, `${category}/`, shard)], limit),
};

function contentsOf(report: Report, id: string, shard: Contents['shard']): Contents {
  return {
    id,
    driver: driver(report),
    notifications: report.notices.map(notification),
    results: report.findings.map(resultOf),
    left: 0,
    ...(shard && { shard }),
  };
}

function driver({ tool: { name, version, uri }, rules }: Report): ToolComponent {
  return {
    name,
    version,
    semanticVersion: version,
    ...(uri && { informationUri: uri }),
    rules: rules.map(rule => descriptor(rule, uri)),
  };
}

function notification({ path, line, message }: Notice): Notification {
  const region = line === undefined ? {} : { region: { startLine: line } };
  return {
    descriptor: { id: NOT_UNDERSTOOD },
    level: 'warning',
    message: { text: `${neutral(path)}: ${plain(message)}` },
    locations: [{ physicalLocation: { artifactLocation: artifact(path), ...region } }],
  };
}
