import type { Notification, ReportingDescriptor } from 'sarif';

export const NOT_UNDERSTOOD = 'not-understood';
const LEFT_OUT = 'left-out';

/** What the tool can have to say about itself. */
export const NOTIFICATIONS: readonly ReportingDescriptor[] = [
  described(
    NOT_UNDERSTOOD,
    'NotUnderstood',
    'A file, or part of one, was not understood, so findings there may be missing.',
    'Where the file is Go that the go command builds, this is a fault of goleak-lint: please report it.',
  ),
  described(
    LEFT_OUT,
    'LeftOut',
    'There are more findings than the log was to hold.',
    'Raise --sarif-limit, or split the run by folders, each with its --sarif-category.',
  ),
];

function described(id: string, name: string, text: string, help: string): ReportingDescriptor {
  return { id, name, shortDescription: { text }, fullDescription: { text }, help: { text: help } };
}

/** Says how many findings a limit kept out of the log, in a form that `leftOutBy` reads. */
export function leftOutNotification(left: number, limit: number): Notification {
  const [were, are] = left === 1 ? ['finding is', 'it is'] : ['findings are', 'they are'];
  return {
    descriptor: { id: LEFT_OUT },
    level: 'warning',
    message: {
      text: `${left} ${were} left out, because this log was to hold ${limit} (--sarif-limit); ${are} of the lowest severity and confidence.`,
    },
    properties: { left },
  };
}

/** How many findings this notification says were left out; undefined: it says something else. */
export function leftOutBy({ descriptor, properties }: Notification): number | undefined {
  return descriptor?.id === LEFT_OUT ? Number(properties?.left) || 0 : undefined;
}
