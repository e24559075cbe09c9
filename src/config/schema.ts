/** The shape of `.goleak-lint.yaml`. The JSON Schema that editors read is made from it, so the two can't disagree. */
import { z } from 'zod';
import { catalogRow } from './rows.ts';
import { parseSize, SIZE } from './size.ts';
import { MISSING, object, several, shown, words } from './words.ts';

/** What the shape has to know of a rule. */
export interface ConfigurableRule {
  readonly id: string;
  readonly summary: string;
  /** Defaults; a value in the file must be of the same type. */
  readonly options?: object;
}

/** More than this is no limit: 1 GiB. */
const MAX_LIMIT = 2 ** 30;

const pattern = z.string().min(1).max(500);
const paths = several(pattern).meta({
  id: 'paths',
  description:
    'As in .gitignore, relative to this file: a folder covers all below it, ** stands for any folders, ! takes out again.',
});
const text = (what: string) => several(pattern).describe(`Text that ${what} holds; * stands for any text.`);
const level = () => words('error', 'warning', 'note');

const severity = z
  .union([level(), object({ error: level().optional(), warning: level().optional(), note: level().optional() })])
  .meta({ id: 'severity', description: 'For all findings of the rule but notes; or by level: { note: warning }.' });

const noSize = ({ input }: { readonly input?: unknown }) => `${shown(input)} is no size; write 32MiB`;

const assume = object({
  'request-body-limit': z
    .union([z.int().positive(), z.string().regex(SIZE, { error: noSize })], { error: noSize })
    .refine(size => parseSize(size) <= MAX_LIMIT, 'more than 1GiB is no limit')
    .optional()
    .describe('Something before the service limits request bodies to this. What decompresses them stays a finding.'),
}).meta({ id: 'assume', description: 'What holds although the source does not show it.' });

/** The whole file, for these rules. */
export function configSchema(rules: readonly ConfigurableRule[]) {
  const ids = rules.map(({ id }) => id) as [string, ...string[]];
  const ruleSettings = object(
    Object.fromEntries(rules.map(rule => [rule.id, ruleSetting(rule).optional()])),
    id => `there is no rule ${id}`,
  ).describe('off, on, a severity, or a map of severity and options.');
  const exclusion = object({
    path: paths.optional(),
    rule: several(words(...ids)).optional(),
    message: text('the message').optional(),
    source: text('the line of the finding').optional(),
    reason: z.string().max(1000).optional().describe('Why; for people.'),
  }).refine(
    ({ path, rule, message, source }) => [path, rule, message, source].some(each => each !== undefined),
    'an exclusion needs path, rule, message or source',
  );
  return object({
    version: z.literal(1, {
      error: ({ input }) => (input === undefined ? MISSING : `this goleak-lint reads version 1, not ${shown(input)}`),
    }),
    rules: ruleSettings.optional(),
    exclude: z
      .array(exclusion)
      .max(1000)
      .optional()
      .describe('Findings that are not shown. All that is said of one must hold.'),
    overrides: z
      .array(object({ path: paths, rules: ruleSettings.optional(), assume: assume.optional() }))
      .max(1000)
      .optional()
      .describe('Other settings for some paths; later ones win.'),
    catalog: z.array(catalogRow).max(1000).optional().describe('What packages do that the tool does not know.'),
    assume: assume.optional(),
  });
}

export type Config = z.infer<ReturnType<typeof configSchema>>;
export type RuleSetting = z.infer<ReturnType<typeof ruleSetting>>;

function ruleSetting({ summary, options = {} }: ConfigurableRule) {
  const shape = Object.fromEntries(Object.entries(options).map(([key, value]) => [key, sameAs(value).optional()]));
  const detailed = object({
    severity: z.union([words('off', 'on'), severity]).optional(),
    options: object(shape, key => `the rule has no option ${key}`).optional(),
  });
  return z.union([words('off', 'on', 'error', 'warning', 'note'), z.boolean(), detailed]).describe(summary);
}

function sameAs(value: unknown): z.ZodType {
  if (typeof value === 'number') return z.number();
  if (typeof value === 'boolean') return z.boolean();
  return Array.isArray(value) ? z.array(z.string()) : z.string();
}

/** For editors: JSON Schema, draft 2020-12. */
export function jsonSchema(rules: readonly ConfigurableRule[]): object {
  const schema = z.toJSONSchema(configSchema(rules), { io: 'input' });
  return { title: 'goleak-lint configuration: .goleak-lint.yaml', ...schema };
}
