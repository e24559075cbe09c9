import type { Library } from '../schema.ts';

export const lib: readonly Library[] = [];
