/** From what the configuration sets to what the engine takes: plain data, by file. */
import type { Policy } from '../config/policy.ts';
import { NO_TUNING, type Project, type Tuning } from '../engine/contract.ts';
import type { AnyRule } from '../rule/contract.ts';
import type { Chosen } from './choose-rules.ts';

/** The rules that run on a file: what the command line chose, without what is switched off there; asked for by name is asked for. */
export function rulesAt({ ran, asked }: Chosen, policy: Policy): (path: string) => ReadonlySet<string> {
  const known = new Map<ReadonlySet<string>, ReadonlySet<string>>();
  return path => {
    const { off } = policy.of(path);
    if (off.size === 0) return ran;
    const found = known.get(off) ?? new Set([...ran].filter(rule => asked.has(rule) || !off.has(rule)));
    known.set(off, found);
    return found;
  };
}

/** The rules that run on some named file. */
export function rulesFor({ files }: Project, rules: readonly AnyRule[], chosen: Chosen, policy: Policy) {
  const at = rulesAt(chosen, policy);
  const sets = new Set(files.flatMap(({ path, named }) => (named ? [at(path)] : [])));
  return rules.filter(({ id }) => [...sets].some(set => set.has(id)));
}

/** The project with what is assumed of its files. */
export function withAssumptions(project: Project, policy: Policy): Project {
  const files = project.files.map(file => {
    const { requestBodyLimit } = policy.of(file.path);
    return requestBodyLimit === undefined ? file : { ...file, requestBodyLimit };
  });
  return { ...project, files };
}

export function tuningOf({ files }: Project, policy: Policy): Tuning {
  const indexes = new Map<object, number>();
  const optionsOf: Record<string, number> = {};
  for (const { path } of files) {
    const { options } = policy.of(path);
    if (Object.keys(options).length === 0) continue;
    if (!indexes.has(options)) indexes.set(options, indexes.size);
    optionsOf[path] = indexes.get(options)!;
  }
  if (indexes.size === 0 && policy.libraries.length === 0) return NO_TUNING;
  return { libraries: policy.libraries, options: [...indexes.keys()] as Tuning['options'], optionsOf };
}
