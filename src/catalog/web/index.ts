import type { Library } from '../schema.ts';

export const web: readonly Library[] = [];
