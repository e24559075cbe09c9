// node dev/gobench.mjs PATH: lints the 68 blocking kernels of GoBench (a checkout of timmyyuan/gobench at PATH) and prints what test/gobench/README.md
// holds: for each kernel its cause, whether the goroutine that blocks is found, and why not. `npm run build` first.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = 'gobench/goker/blocking';
const checkout = process.argv[2];
if (!checkout || !existsSync(join(checkout, folder)))
  fail('usage: node dev/gobench.mjs PATH, where PATH is a checkout of https://github.com/timmyyuan/gobench');

/** Rules that speak of goroutines which block. */
const RULES = ['stranded-sender', 'stranded-receiver', 'stuck-ticker-loop'];

/** Causes, whether a rule is meant for them, and what is missing where not. */
const CAUSES = {
  sender: { noun: 'stranded sender', scope: true },
  receiver: { noun: 'stranded receiver', scope: true },
  ticker: { noun: 'stuck timer', scope: true },
  channels: { noun: 'channels in a circle', why: 'out of scope: needs the order of two loops' },
  context: { noun: 'context never cancelled', why: 'out of scope: no rule for contexts' },
  lock: { noun: 'lock', why: 'out of scope: locks are not modelled' },
  mixed: { noun: 'lock and channel', why: 'out of scope: locks are not modelled' },
  wait: { noun: 'condition or wait group', why: 'out of scope: conditions are not modelled' },
};

/** Why a kernel within the scope is not found. */
const MISSED = {
  'cockroach/1462':
    'the channel is a field, and its receiver another goroutine of the test: who ends first is not asked across functions',
  'cockroach/10790': 'channels in a slice are not followed',
  'cockroach/24808': 'the order of a send and the start of its receiver is not asked across functions',
  'cockroach/25456':
    'a single receive of a field says too little: most quit channels are closed by somebody out of sight',
  'cockroach/35073': 'the channel is a field of an embedded struct; the end of its consumer is a flag',
  'cockroach/35931': 'a computed capacity is taken to be enough',
  'etcd/6857': 'the channel is a field: callers that come after the end of a loop are not asked for',
  'grpc/1275': 'the channel is a field, received from behind an interface',
  'grpc/1424': 'a single receive says too little: blocking for ever is an idiom',
  'istio/17860': 'the channel is a field: senders that come after the end of a loop are not asked for',
  'istio/18454': 'whether a timer has fired before its Stop is a question of time',
  'kubernetes/25331': 'the channel is a field',
  'kubernetes/38669': 'a computed capacity is taken to be enough',
  'kubernetes/70277': 'the function that would end the poller is a value handed to a function value',
  'moby/21233': 'the send is behind an interface, on a receiver that is itself the channel',
};

const findings = findingsOf();
const kernels = readFileSync(join(root, 'test/gobench/kernels.tsv'), 'utf8')
  .split('\n')
  .filter(line => line && !line.startsWith('#'))
  .map(line => line.split('\t'));
const rows = kernels.map(([kernel, cause, words]) => ({ kernel, cause, words, rules: found(kernel) }));

console.log('| Kernel | Cause | What happens | Found | Why not |\n|---|---|---|---|---|');
for (const { kernel, cause, words, rules } of rows) {
  const { noun, scope, why } = CAUSES[cause];
  const shown = rules.length === 0 ? 'no' : scope ? rules.join(', ') : `the goroutine (${rules.join(', ')})`;
  const reason =
    rules.length > 0 ? (scope ? '' : `the cause itself is ${why}`) : (why ?? MISSED[kernel] ?? 'not known');
  console.log(`| ${kernel} | ${noun} | ${words} | ${shown} | ${reason} |`);
}
const meant = rows.filter(({ cause }) => CAUSES[cause].scope);
const count = some => some.filter(({ rules }) => rules.length > 0).length;
const share = some => `${count(some)} of ${some.length} (${Math.round((100 * count(some)) / some.length)} %)`;
console.log(`\nRecall over all kernels: ${share(rows)}; over those that a rule is meant for: ${share(meant)};`);
console.log(`over stranded senders: ${share(rows.filter(({ cause }) => cause === 'sender'))}.`);

/** The findings of all kernels, whatever their confidence: one run. */
function findingsOf() {
  const args = ['--format', 'json', '--tests', '--no-cache', '--confidence', 'low', `./${folder}/...`];
  const run = spawnSync(process.execPath, [join(root, 'bin/goleak-lint.js'), ...args], {
    cwd: checkout,
    encoding: 'utf8',
  });
  if (run.status !== 0 && run.status !== 1) fail(run.stderr);
  return JSON.parse(run.stdout).findings.filter(({ rule }) => RULES.includes(rule));
}

/** The rules that report a goroutine of the kernel, at warning or above. */
function found(kernel) {
  const here = findings.filter(({ location }) => location.path.includes(`/${kernel}/`));
  return [
    ...new Set(
      here.map(({ rule, confidence }) =>
        confidence === 'low' ? `${rule} (low confidence: not shown by itself)` : rule,
      ),
    ),
  ];
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
