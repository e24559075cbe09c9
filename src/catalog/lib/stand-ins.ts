/** What stands in for the real thing while tests run: what it gives back, the test has put there. */
import { yields } from '../rows.ts';
import type { Library } from '../schema.ts';

export const standIns: readonly Library[] = [
  {
    paths: ['github.com/stretchr/testify/mock'],
    doc: 'https://pkg.go.dev/github.com/stretchr/testify/mock',
    effects: { '(*Mock).Called': yields('memory'), '(*Mock).MethodCalled': yields('memory') },
  },
];
