// npm run bench -- DIR...: how long runs take, beside the least that is possible and beside other tools, on the trees named. Every round runs every command once,
// one after the other, so that a busy machine slows all of them alike; the table gives medians, and ratios within the rounds. A tree that vendors is linted with what it
// vendors. npm run bench -- --copies DIR: what two, four and eight copies of a tree cost, beside one.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const JOBS = Number(process.env.JOBS ?? Math.max(Math.min(2, cpus().length), Math.floor(cpus().length / 2)));
const AST_GREP = '0.40.0';
/** Where there is no network, semgrep waits minutes for its own. */
const QUIET = ['--metrics=off', '--disable-version-check'];
/** Longer than this, nobody waits for a linter. */
const PATIENCE_MS = 600_000;
const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin', 'goleak-lint.js');
const here = fileURLToPath(new URL('.', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'goleak-bench-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

const isGrowing = process.argv[2] === '--copies';
const trees = process.argv.slice(isGrowing ? 3 : 2).map(path => resolve(path));
if (trees.length === 0) fail('name at least one folder: npm run bench -- ../some/repository');
for (const tree of trees) if (!existsSync(tree)) fail(`no such folder: ${tree}`);

print(
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}; --jobs ${JOBS}; medians of ${ROUNDS} rounds\n`,
);
for (const tree of trees) isGrowing ? copies(tree) : bench(tree);

function bench(source) {
  const tree = copied(source);
  const files = goFiles(tree);
  const bytes = files.reduce((sum, path) => sum + statSync(join(tree, path)).size, 0);
  const commands = commandsFor(tree, files);
  const runs = new Map(commands.map(({ name }) => [name, []]));
  // One round that does not count fills the caches of the file system and of the tool.
  for (let round = -1; round < ROUNDS; round++) {
    for (const { name, before, argv, cwd = tree, env, once } of commands) {
      if (once && round !== 0) continue;
      before?.(round);
      const run = measured(argv, cwd, env);
      if (round >= 0) runs.get(name).push(run);
    }
  }
  print(`## ${basename(source)}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB\n`);
  print(table(commands, runs));
  print(`${timing(tree)}\n`);
}

/** The same tree several times in one repository, as modules of its own. */
function copies(source) {
  const rows = [];
  let one;
  for (const count of [1, 2, 4, 8]) {
    const tree = join(work, `copies-${count}`);
    for (let index = 0; index < count; index++)
      cpSync(source, join(tree, `copy${index}`), { recursive: true, filter: path => basename(path) !== '.git' });
    execFileSync('git', ['init', '--quiet'], { cwd: tree });
    const argv = ['node', bin, '--jobs', String(JOBS), '--no-cache', '--fail-on', 'never', '--quiet', './...'];
    measured(argv, tree);
    const runs = Array.from({ length: ROUNDS }, () => measured(argv, tree));
    const [wall, cpu, memory] = ['wall', 'cpu', 'memory'].map(key => median(runs.map(run => run[key])));
    one ??= { wall, memory };
    rows.push(
      `| ${count} | ${wall.toFixed(2)} | ${cpu.toFixed(2)} | ${Math.round(memory)} | ${(wall / one.wall).toFixed(2)} × | ${(memory / one.memory).toFixed(2)} × |`,
    );
    rmSync(tree, { recursive: true });
  }
  const head = ['| copies | wall s | CPU s | peak MB | time | memory |', '| ---: | ---: | ---: | ---: | ---: | ---: |'];
  print([`## ${basename(source)}, several times\n`, ...head, ...rows, ''].join('\n'));
}

function commandsFor(tree, files) {
  const jobs = ['--jobs', String(JOBS), '--severity', 'warning', '--fail-on', 'never', '--quiet'];
  const named = patterns(tree);
  const run = (...args) => ['node', bin, ...jobs, ...args];
  const cache = name => ({ XDG_CACHE_HOME: join(work, `cache-${name}`) });
  const touched = files[Math.floor(files.length / 2)];
  const alone = files.find(path => path.includes('server')) ?? touched;
  const astGrep = astGrepIn(files);
  return [
    { name: 'node -e 0', argv: ['node', '-e', '0'] },
    { name: 'bare loop', argv: ['node', join(here, 'bare.mjs'), tree] },
    {
      name: 'floor (one rule that nothing concerns)',
      argv: run('--no-cache', '--only', 'scheduled-gc', ...named),
      of: 'bare loop',
    },
    { name: 'cold', argv: run('--no-cache', ...named), of: 'floor (one rule that nothing concerns)' },
    { name: 'warm', argv: run(...named), env: cache('warm'), of: 'floor (one rule that nothing concerns)' },
    {
      name: 'one changed file',
      argv: run(...named),
      env: cache('warm'),
      before: round => edit(tree, files, round),
      of: 'floor (one rule that nothing concerns)',
    },
    { name: 'one file alone', argv: run('--no-cache', alone), of: 'node -e 0' },
    ...(astGrep ? [{ name: `ast-grep ${AST_GREP}`, argv: astGrep, of: 'cold' }] : []),
    ...['staticcheck', 'gosec', 'semgrep'].flatMap(tool => otherTool(tool, tree)),
  ];
}

/** Puts a statement into the first function of a file: of another file in each round, all through the tree. */
function edit(tree, files, round) {
  const from = Math.floor(((round + 1.5) / (ROUNDS + 1)) * files.length);
  for (const path of [...files.slice(from), ...files.slice(0, from)]) {
    const text = readFileSync(join(tree, path), 'utf8');
    const changed = text.replace(/^func [^\n]*\{\n/m, `$&\tprintln(${round})\n`);
    if (changed === text) continue;
    writeFileSync(join(tree, path), changed);
    return;
  }
}

function astGrepIn(files) {
  const folder = join(work, 'ast-grep');
  if (!existsSync(folder)) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    spawnSync('npm', ['install', '--silent', '--no-audit', '--no-fund', `@ast-grep/cli@${AST_GREP}`], { cwd: folder });
  }
  const program = join(folder, 'node_modules', '@ast-grep', 'cli', 'ast-grep');
  if (spawnSync(program, ['--version']).status !== 0) return skipped('ast-grep', 'npm could not install it');
  return [program, 'scan', '--rule', join(here, 'patterns.yml'), '--json=stream', '--threads', String(JOBS), ...files];
}

/** Tools that compile, or that npm does not have: only where they are installed and can work on the tree. */
function otherTool(tool, tree) {
  const argv = {
    staticcheck: [tool, '-tests=false', './...'],
    gosec: [tool, '-quiet', '-no-fail', './...'],
    semgrep: [tool, 'scan', '--config', join(here, 'semgrep.yml'), '--quiet', ...QUIET, `--jobs=${JOBS}`, '.'],
  }[tool];
  // What the tree needs may be fetched; what the compiler keeps is warm, what the tool keeps is not.
  const env = { GOFLAGS: '-mod=mod', STATICCHECK_CACHE: join(work, 'staticcheck') };
  if (spawnSync('which', [tool]).status !== 0) return skipped(tool, 'not installed') ?? [];
  const { status, stderr } = spawnSync(argv[0], argv.slice(1), {
    cwd: tree,
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  if (status === null || status > 1)
    return skipped(tool, `does not run here: ${stderr.trim().split('\n').at(-1)?.slice(0, 120)}`) ?? [];
  rmSync(env.STATICCHECK_CACHE, { recursive: true, force: true });
  return [{ name: tool, argv, env, of: 'cold', once: true }];
}

function skipped(tool, why) {
  process.stderr.write(`${tool} is left out: ${why}\n`);
}

/** Wall and processor time in seconds, peak memory in MB; the latter two as GNU time tells them, NaN where there is none. */
function measured([command, ...args], cwd, env) {
  const report = join(work, 'time');
  const hasTime = existsSync('/usr/bin/time') && process.platform === 'linux';
  const argv = hasTime ? ['/usr/bin/time', '-o', report, '-f', '%U %S %M', command, ...args] : [command, ...args];
  const begin = performance.now();
  const { status } = spawnSync(argv[0], argv.slice(1), { cwd, env: { ...process.env, ...env }, stdio: 'ignore' });
  const wall = (performance.now() - begin) / 1000;
  if (status === null || status > 1) fail(`${command} ${args.slice(0, 6).join(' ')} ended with ${status}`);
  const [user, system, memory] = hasTime
    ? readFileSync(report, 'utf8').trim().split('\n').at(-1).split(' ').map(Number)
    : [];
  return { wall, cpu: user + system, memory: memory / 1000 };
}

function table(commands, runs) {
  const rows = commands.map(({ name, of }) => {
    const all = runs.get(name);
    const ratio = of
      ? `${median(all.map((run, index) => run.wall / runs.get(of)[index].wall)).toFixed(2)} × ${of.replace(/ \(.*/, '')}`
      : '';
    return `| ${name} | ${median(all.map(run => run.wall)).toFixed(2)} | ${median(all.map(run => run.cpu)).toFixed(2)} | ${Math.round(Math.max(...all.map(run => run.memory)))} | ${ratio} |`;
  });
  return ['| | wall s | CPU s | peak MB | ratio |', '| --- | ---: | ---: | ---: | ---: |', ...rows, ''].join('\n');
}

function timing(tree) {
  const { stderr } = spawnSync(
    'node',
    [bin, '--jobs', String(JOBS), '--no-cache', '--timing', '--quiet', ...patterns(tree)],
    {
      cwd: tree,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  return `\`\`\`text\n${stderr.trim()}\n\`\`\`\n`;
}

/** The Go files and go.mods of a tree, in a repository of their own, so that changing one harms nobody. */
function copied(source) {
  const tree = join(work, basename(source));
  cpSync(source, tree, { recursive: true, filter: path => basename(path) !== '.git' });
  execFileSync('git', ['init', '--quiet'], { cwd: tree });
  execFileSync('git', ['add', '-A'], { cwd: tree, stdio: 'ignore' });
  return tree;
}

/** What a tree vendors is named beside it. */
function patterns(tree) {
  return existsSync(join(tree, 'vendor', 'modules.txt')) ? ['./...', './vendor/...'] : ['./...'];
}

function goFiles(tree) {
  const isVendored = patterns(tree).length > 1;
  const listed = execFileSync('git', ['ls-files', '-z', '--', '*.go'], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return listed
    .split('\0')
    .filter(
      path =>
        path !== '' &&
        !path.endsWith('_test.go') &&
        !/(^|\/)(testdata|[._][^/]*)\//.test(path) &&
        (isVendored || !/(^|\/)vendor\//.test(path)),
    );
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function print(text) {
  process.stdout.write(`${text}\n`);
}

function fail(message) {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(2);
}
