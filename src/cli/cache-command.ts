import { cacheFolder, cacheStatus, cleanCache } from '../project/cache-folder.ts';
import type { Terminal } from './terminal.ts';

/** Tells what the cache holds, or empties it. */
export function cacheCommand(action: 'status' | 'clean', { env, stdout }: Terminal): number {
  const folder = cacheFolder(env);
  const { entries, bytes } = action === 'clean' ? cleanCache(folder) : cacheStatus(folder);
  const size = `${entries} ${entries === 1 ? 'entry' : 'entries'}, ${(bytes / 1e6).toFixed(1)} MB`;
  stdout.write(action === 'clean' ? `removed ${size} from ${folder}\n` : `${folder}: ${size}\n`);
  return 0;
}
