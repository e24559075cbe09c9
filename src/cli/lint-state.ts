/** Lints one state of a project: the disk as it is, the index, or what was there before. */
import { openPolicy, type Policy } from '../config/policy.ts';
import type { Config } from '../config/schema.ts';
import type { CacheStore, Kept } from '../engine/cache.ts';
import type { Project, Tuning } from '../engine/contract.ts';
import type { Linked, LintOptions } from '../engine/lint.ts';
import { cacheFolder, openCache, type Store } from '../project/cache-folder.ts';
import { type Discovered, discover, type Request } from '../project/discover.ts';
import { realDisk } from '../project/disk.ts';
import type { AnyRule } from '../rule/contract.ts';
import { hash } from '../text/hash.ts';
import type { Settings } from './args.ts';
import type { Chosen } from './choose-rules.ts';
import { allRules } from './judge.ts';
import { startProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';
import type { Tool } from './tool.ts';
import { rulesFor, tuningOf, withAssumptions } from './tune.ts';

/** What stays the same for all states of one run. */
export interface Run {
  readonly settings: Settings;
  readonly chosen: Chosen;
  readonly tool: Tool;
  readonly terminal: Terminal;
  readonly policy: Policy;
}

export function discoverState(
  settings: Settings,
  terminal: Terminal,
  more: Partial<Request> = {},
): Promise<Discovered> {
  const { patterns, tests, generated, gitignore } = settings;
  return discover({ patterns, tests, generated, gitignore, cwd: terminal.cwd, ...more });
}

/** What the configuration says of the project's files. Throws `UserError`. */
export function policyFor(
  { project }: Discovered,
  settings: Settings,
  tool: Tool,
  terminal: Terminal,
  disk = realDisk,
) {
  const { config } = settings;
  const request = {
    project,
    disk,
    rules: allRules(tool),
    cwd: terminal.cwd,
    store: checkedTexts(settings, tool, terminal),
  };
  return openPolicy({ ...request, ...(config !== undefined && { config }) });
}

/** Configurations that this very build found in order. */
function checkedTexts({ cache }: Settings, { stamp }: Tool, { env }: Terminal): Store<Config> | undefined {
  if (!cache || stamp === undefined) return undefined;
  const store = openCache<Config>(cacheFolder(env));
  return {
    read: key => store.read(hash(stamp, key)),
    write: (key, config) => store.write(hash(stamp, key), config),
  };
}

/** Objects of earlier runs, and of the state that this run linted first; undefined where there is nobody to share with. */
export interface Objects {
  for(
    project: Project,
    rules: readonly AnyRule[],
    tuning: Tuning,
    state: 'now' | 'before',
  ): LintOptions['cache'] | undefined;
}

export async function lintState(
  discovered: Discovered,
  state: 'now' | 'before',
  { settings, chosen, tool, terminal, policy }: Run,
  objects: Objects,
): Promise<Linked> {
  const progress = startProgress(terminal, settings.quiet);
  try {
    const project = withAssumptions(discovered.project, policy);
    const rules = rulesFor(project, tool.rules, chosen, policy);
    const tuning = tuningOf(project, policy);
    const cache = objects.for(project, rules, tuning, state);
    const { jobs } = settings;
    return await tool.lint({ project, rules, jobs, tuning, progress: progress.report, ...(cache && { cache }) });
  } finally {
    progress.end();
  }
}

/**
 * The state before differs in few files from the one that was linted first, so it starts from that one's objects unless there are its own from an earlier
 * run: the engine takes what holds, and compiles the rest.
 */
export function openObjects({ settings, tool, terminal }: Run, states: 1 | 2): Objects {
  const { stamp } = tool;
  const kept = settings.cache && stamp !== undefined ? openCache<Kept>(cacheFolder(terminal.env)) : undefined;
  if (!kept && states === 1) return { for: () => undefined };
  const last = new Map<string, Kept | undefined>();
  return {
    for({ root, modules }, rules, tuning, state) {
      const options = rules.map(({ id, options = {} }) => [id, options]);
      // All that an object rests on besides the texts: what was built, which rules, how modules are laid out, what is configured.
      const key = hash(stamp ?? '', root, ...[modules, options, tuning].map(part => JSON.stringify(part)));
      const store: CacheStore = {
        read(own) {
          const found = kept?.read(own) ?? (state === 'before' ? last.get(key) : undefined);
          if (state === 'now') last.set(key, found);
          return found;
        },
        write(own, made) {
          if (state === 'now') last.set(key, made);
          kept?.write(own, made);
        },
      };
      return { store, key: state === 'now' ? key : hash(key, state) };
    },
  };
}
