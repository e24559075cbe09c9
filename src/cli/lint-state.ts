/** Lints one state of a project: the disk as it is, the index, or what was there before. */
import type { CacheStore, Kept } from '../engine/cache.ts';
import type { Project } from '../engine/contract.ts';
import type { Linked } from '../engine/lint.ts';
import { cacheFolder, openCache } from '../project/cache-folder.ts';
import { type Discovered, discover, type Request } from '../project/discover.ts';
import { hash } from '../text/hash.ts';
import type { Settings } from './args.ts';
import type { Chosen } from './choose-rules.ts';
import { startProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';
import type { Tool } from './tool.ts';

/** What stays the same for all states of one run. */
export interface Run {
  readonly settings: Settings;
  readonly chosen: Chosen;
  readonly tool: Tool;
  readonly terminal: Terminal;
}

export function discoverState({ settings, terminal }: Run, more: Partial<Request> = {}): Promise<Discovered> {
  const { patterns, tests, generated, gitignore } = settings;
  return discover({ patterns, tests, generated, gitignore, cwd: terminal.cwd, ...more });
}

/** Objects of earlier runs, and of the state that this run linted first; undefined where there is nobody to share with. */
export interface Objects {
  for(project: Project, state: 'now' | 'before'): { readonly store: CacheStore; readonly key: string } | undefined;
}

export async function lintState(
  { project }: Discovered,
  state: 'now' | 'before',
  { settings, chosen, tool, terminal }: Run,
  objects: Objects,
): Promise<Linked> {
  const progress = startProgress(terminal, settings.quiet);
  try {
    const rules = tool.rules.filter(rule => chosen.ran.has(rule.id));
    const cache = objects.for(project, state);
    return await tool.lint({ project, rules, jobs: settings.jobs, progress: progress.report, ...(cache && { cache }) });
  } finally {
    progress.end();
  }
}

/**
 * The state before differs in few files from the one that was linted first, so it starts from that one's objects unless there are its own from an earlier
 * run: the engine takes what holds, and compiles the rest.
 */
export function openObjects({ settings, chosen, tool, terminal }: Run, states: 1 | 2): Objects {
  const { stamp } = tool;
  const kept = settings.cache && stamp !== undefined ? openCache(cacheFolder(terminal.env)) : undefined;
  if (!kept && states === 1) return { for: () => undefined };
  const options = tool.rules.flatMap(({ id, options = {} }) => (chosen.ran.has(id) ? [[id, options]] : []));
  const last = new Map<string, Kept | undefined>();
  return {
    for({ root, modules }, state) {
      // All that an object rests on besides the texts: what was built, which rules, how modules are laid out.
      const key = hash(stamp ?? '', root, JSON.stringify(modules), JSON.stringify(options));
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
