// Holds SARIF files against the official schema and against Microsoft's validator with GitHub's rules. Both come in one package of npm, too large for a dependency.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MULTITOOL = '@microsoft/sarif-multitool@5.7.0';
const RULES = fileURLToPath(new URL('sarif-rules.json', import.meta.url));
const FEWEST_RULES = 7;

/** `files`: paths; `project`: a folder with our dependencies; `work`: an empty folder. Throws where one is at fault; gives back why nothing could be checked. */
export function checkSarif(files, project, work) {
  const tool = install(work);
  if (typeof tool === 'string') return tool;
  if (Object.keys(JSON.parse(readFileSync(RULES, 'utf8'))).length < FEWEST_RULES) throw new Error('rules are missing');
  const validate = schemaOf(tool.schema, project);
  const hasHome = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).homepage !== undefined;
  const faults = files.flatMap(file => [...validate(file), ...multitool(file, tool.binary, work, hasHome)]);
  if (faults.length > 0) throw new Error(`\n${faults.slice(0, 50).join('\n')}`);
  console.log(`    ${files.length} files, the official schema and ${MULTITOOL}`);
}

/** Its own launcher hands arguments to a shell, so we call the program itself. */
function install(work) {
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, 'package.json'), '{ "private": true }');
  const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', MULTITOOL], {
    cwd: work,
    encoding: 'utf8',
  });
  const folder = join(work, 'node_modules/@microsoft', `sarif-multitool-${process.platform}`);
  const binary = join(folder, 'Sarif.Multitool');
  if (npm.status !== 0 || !existsSync(binary)) return `npm can't get ${MULTITOOL}: ${npm.stderr.trim().split('\n')[0]}`;
  chmodSync(binary, 0o755); // what its script for the installation does; we let none run
  return { binary, schema: join(folder, 'sarif-2.1.0.json') };
}

function schemaOf(path, project) {
  const require = createRequire(join(project, 'package.json'));
  const ajv = new (require('ajv/dist/2020.js').Ajv2020)({ strict: false, allErrors: true });
  require('ajv-formats').default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
  return file => {
    validate(JSON.parse(readFileSync(file, 'utf8')));
    return (validate.errors ?? []).map(({ instancePath, message }) => `${file}: schema: ${instancePath} ${message}`);
  };
}

/** Its exit code is 0 whatever it finds: what it found stands in a log. */
function multitool(file, binary, work, hasHome) {
  const log = join(work, 'found.sarif');
  const options = ['--rule-kind', 'Sarif;Ghas', '--config', RULES, '--output', log, '--log', 'ForceOverwrite'];
  execFileSync(binary, ['validate', file, ...options], {
    stdio: 'pipe',
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
  });
  const [{ results, invocations, tool }] = JSON.parse(readFileSync(log, 'utf8')).runs;
  if (!invocations[0].executionSuccessful) throw new Error(`${MULTITOOL} did not get through ${file}`);
  const { rules } = tool.driver;
  return (
    results
      .map(result => ({ ...result, level: result.level ?? 'warning' }))
      .filter(({ level }) => level === 'error' || level === 'warning')
      // As long as the project has no public home, there is no address to give.
      .filter(({ ruleId }) => hasHome || ruleId !== 'SARIF2005')
      .map(({ level, ruleId, ruleIndex, message, locations }) => {
        const { startLine } = locations?.[0]?.physicalLocation?.region ?? {};
        const text = rules[ruleIndex]?.messageStrings?.[message.id]?.text ?? '';
        return `${file}:${startLine}: ${level} ${ruleId}: ${fill(text, message.arguments ?? [])}`;
      })
  );
}

function fill(text, values) {
  return text.replace(/\{(\d)\}/g, (_, at) => values[at] ?? '');
}
