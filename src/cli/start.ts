/** The first of the program to run. It stands apart, because what it sets up must be there before the rest is loaded. */
import { join } from 'node:path';
import { CODE, cacheFolder } from '../project/cache-folder.ts';
import { keepCompiled } from './code-cache.ts';

keepCompiled(join(cacheFolder(process.env), CODE));
void import('./main.ts');
