import {
  brief,
  type Clock,
  channelOf,
  type Evidence,
  functionName,
  functionOf,
  locate,
  type SyntaxNode,
  type Wait,
} from '#rule';

/** `once for each round of the loop at server/start.go:86` */
export function placed({ node, note }: Evidence, seen: SyntaxNode): string {
  const { path, start } = locate(node);
  const file = path === locate(seen).path ? 'line ' : `${path}:`;
  return `${note.replace('this loop', 'the loop')} at ${file}${start.line}`;
}

export function around(clock: Clock, start: SyntaxNode): readonly Evidence[] {
  return [
    { node: start, note: 'the goroutine starts here' },
    { node: clock.made, note: `the ${clock.noun} is made here` },
  ];
}

export function whereOf(stop: SyntaxNode, start: SyntaxNode): string {
  const func = functionOf(stop);
  if (stop.parent?.kind === 'defer_statement' && func === functionOf(start))
    return 'deferred by the function that starts the goroutine and returns';
  return func && func === functionOf(start)
    ? 'by the function that starts the goroutine'
    : `in ${func ? functionName(func) : 'another function'}`;
}

export function repairOf(wait: Wait, when: string, signal?: string): string {
  const channel = brief(channelOf(wait.receive));
  if (signal) return `select on ${signal} beside ${channel} and return`;
  return `select on a context or quit channel beside ${channel} and return, and cancel or close it ${when}`;
}
