/** The first of another thread to run, for what start.ts is to the program. */
import { join } from 'node:path';
import { CODE, cacheFolder } from '../project/cache-folder.ts';
import { keepCompiled } from './code-cache.ts';

keepCompiled(join(cacheFolder(process.env), CODE));
void import('./worker.ts');
