import type { Messages } from '#rule';

export const messages = {
  stopped: {
    severity: 'error',
    text: 'this loop waits for {channel}, and {ticker} is stopped elsewhere ({where}); Stop does not close the channel, so the goroutine waits for ever and keeps all that it captured; {repair}',
  },
  receive: {
    severity: 'error',
    text: 'the goroutine waits for {channel} once, and {ticker} is stopped elsewhere ({where}); Stop does not close the channel, so when it comes first the goroutine waits for ever and keeps all that it captured; {repair}',
  },
  break: {
    text: '`break` here leaves the select, not the loop, so the loop over {channel} goes on after {quit} and the goroutine never ends; return, or break to a label on the loop',
  },
  endless: {
    text: 'this loop over {channel} has no way out, and it is started again and again ({where}), so goroutines and their {noun}s pile up; {repair}',
  },
  owner: {
    confidence: 'medium',
    text: 'this loop over {channel} has no way out: {owner} cannot end it, so each one that is closed leaves its goroutine behind, with all that it holds; {repair}',
  },
  deaf: {
    severity: 'note',
    confidence: 'medium',
    text: 'this loop over {channel} has no way out: it never waits on {signal}, so the goroutine outlives what {signal} stands for; {repair}',
  },
} as const satisfies Messages;
