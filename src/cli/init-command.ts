import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG_NAME } from '../config/policy.ts';
import { template } from '../config/template.ts';
import { UserError } from '../project/user-error.ts';
import { allRules } from './judge.ts';
import type { Terminal } from './terminal.ts';
import type { Tool } from './tool.ts';

/** Writes a configuration file that says what could stand in it. Throws `UserError` where there is one. */
export function initCommand(tool: Tool, { cwd, stdout }: Terminal): number {
  const path = join(cwd, CONFIG_NAME);
  if (existsSync(path)) throw new UserError(`${CONFIG_NAME} is here already`);
  try {
    writeFileSync(path, template(allRules(tool)), { flag: 'wx' });
  } catch (error) {
    throw new UserError(`${CONFIG_NAME}: can't be written: ${(error as Error).message}`);
  }
  stdout.write(`wrote ${CONFIG_NAME}; everything in it is commented out\n`);
  return 0;
}
