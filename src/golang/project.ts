/** What the semantics need to know of a project. `src/project` makes it from disk, git or memory. */

/** A Go file as the project knows it. */
export interface SourceFile {
  /** Relative to the run's root, forward slashes. */
  readonly path: string;
  /** Import path of its package's folder; where no go.mod says, see `Module.path`. */
  readonly importPath: string;
  readonly module: string; // key of its ModuleInfo: the module's root folder, relative to the run's root
  readonly test: boolean;
  readonly generated: boolean;
  /** Findings may be shown for it: it was named on the command line and is not left out. Others are evidence only. */
  readonly named: boolean;
  /** It was named, but another run lints its package, and says what is found in it. */
  readonly elsewhere?: boolean;
  /** Bytes to which something before the program is said to limit request bodies; absent: nothing is said. */
  readonly requestBodyLimit?: number;
}

export interface ModuleInfo {
  /** Folder of its go.mod (or the root that stands for one), relative to the run's root, '' for the root itself. */
  readonly root: string;
  /** Module path; '' where unknown. */
  readonly path: string;
  /** Language version that decides for timers, '1.22'; undefined where there is no go.mod or no go line. */
  readonly go: string | undefined;
  /** Setting of `asynctimerchan` by godebug lines, where there is one. */
  readonly asynctimerchan?: '0' | '1';
  /** Required versions: module path to version, replaced ones as replaced. */
  readonly requires: Readonly<Record<string, string>>;
  /** Local replacements and go.work members: module path to that module's root. */
  readonly locals: Readonly<Record<string, string>>;
}

/** The project as the engine sees it; `src/project` makes it, `src/cli` hands it over. Everything of the modules touched is in it; texts are read on demand. */
export interface Project {
  /** Absolute. */
  readonly root: string;
  readonly files: readonly SourceFile[];
  readonly modules: readonly ModuleInfo[];
  /** The file's text; throws when it can't be read. */
  read(path: string): string;
  /** Texts that stand for those on the disk (standard input, the index): a thread that opens the project anew must have them. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Bytes of a named file, roughly; 0 where unknown. */
  size?(path: string): number;
}
