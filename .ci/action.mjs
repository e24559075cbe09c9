// The step of action.yml, as GitHub's runner would run it: its very command and environment, with the expressions put in.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** `clone`: the action's repository; `tarball`: the packed tool; `files`: the workspace's, one of them with a finding. */
export function action({ clone, work, tarball, files }) {
  const workspace = join(work, 'workspace');
  mkdirSync(workspace);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(workspace, path, '..'), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  const lint = inputs =>
    runStep(
      { clone, workspace, outputs: join(work, 'outputs'), summary: join(work, 'summary') },
      { version: tarball, ...inputs },
    );

  const found = lint({ category: 'api' });
  expect(found.status === 1 && /^::error file=shop\/bad\/bad\.go,line=9,/m.test(found.stdout), found);
  expect(found.outputs === 'exit-code=1\nsarif=goleak-lint.sarif\n', found);
  expect(found.summary.includes('unbounded-read'), found);
  const [{ results, automationDetails }] = JSON.parse(readFileSync(join(workspace, 'goleak-lint.sarif'), 'utf8')).runs;
  expect(results.length === 1 && automationDetails.id.includes('api'), { results, automationDetails });

  const inside = lint({ 'working-directory': 'shop', sarif: 'out/b.sarif', 'fail-on': 'never' });
  expect(inside.status === 0 && /^::error file=shop\/bad\/bad\.go,/m.test(inside.stdout), inside);
  expect(inside.outputs === 'exit-code=0\nsarif=out/b.sarif\n', inside);
  expect(readFileSync(join(workspace, 'out/b.sarif'), 'utf8').includes('"uri": "shop/bad/bad.go"'), inside);

  const quiet = lint({
    packages: './shop/good\n./shop/good',
    args: "--disable 'growing-map,unbounded-read'",
    sarif: '',
  });
  expect(quiet.status === 0 && quiet.outputs === 'exit-code=0\nsarif=\n', quiet);
  const injected = lint({ packages: '$(touch pwned) ; touch pwned', args: '`touch pwned`' });
  expect(injected.status === 2 && !existsSync(join(workspace, 'pwned')), injected);
}

function runStep({ clone, workspace, outputs, summary }, given) {
  const { parse } = createRequire(join(clone, 'package.json'))('yaml');
  const { inputs, runs } = parse(readFileSync(join(clone, 'action.yml'), 'utf8'));
  const [step] = runs.steps;
  const value = name => given[name] ?? inputs[name].default;
  const fill = text => text.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name) => value(name));
  const env = Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, fill(text)]));
  for (const file of [outputs, summary]) writeFileSync(file, '');
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
    cwd: workspace,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...env,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_ACTION_PATH: clone,
      GITHUB_OUTPUT: outputs,
      GITHUB_STEP_SUMMARY: summary,
    },
  });
  return { status, stdout, stderr, outputs: readFileSync(outputs, 'utf8'), summary: readFileSync(summary, 'utf8') };
}

function expect(holds, otherwise) {
  if (!holds) throw new Error(JSON.stringify(otherwise, null, 2));
}
