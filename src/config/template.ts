import type { Severity } from '../rule/finding.ts';
import type { ConfigurableRule } from './schema.ts';

interface ListedRule extends ConfigurableRule {
  readonly severity: Severity;
}

/** A configuration file in which all that could be set is there as a comment. */
export function template(rules: readonly ListedRule[]): string {
  return `# What goleak-lint looks for here, and what it knows of this project. goleak-lint takes the nearest file of
# this name, from the linted file upwards to the root of the repository. Nothing but version is needed.
version: 1

# Rules: off, on, error, warning or note. A severity is for all that a rule finds but its notes; name these
# to raise them: { severity: { note: warning } }. What a rule finds: goleak-lint explain RULE.
#rules:
${rules.map(ruleLine).join('\n')}

# Findings that are not shown. All that is said of one must hold; several values in a list: one of them.
# Paths are written as in .gitignore, relative to this file; in message and source * stands for any text.
#exclude:
#  - path: internal/legacy/**
#    rule: ${rules[0]?.id}
#    source: io.ReadAll(resp.Body)
#    reason: goes away with the old API

# Other settings for some paths; later ones win.
#overrides:
#  - path: [cmd/migrate, tools/**, '!tools/server']
#    rules:
#      ${rules[0]?.id}: off

# What holds although the source does not show it: a proxy limits the bodies of requests.
#assume:
#  request-body-limit: 32MiB

# What packages do that goleak-lint does not know: readers and their bounds, middleware, unique ids, owners of
# tickers. For your own functions this counts in place of what their bodies show.
#catalog:
#  - path: example.com/shop/limits
#    effects:
#      Reader: { bounds: [{ param: 0, result: 0, limit: 1 }] } # Reader(r, max) gives at most max bytes of r
#      NewID: { yields: [{ result: 0, source: unique-id }] }
`;
}

function ruleLine({ id, severity, summary }: ListedRule): string {
  return `#  ${id}: ${severity} # ${summary}`;
}
