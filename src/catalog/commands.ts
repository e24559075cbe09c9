/**
 * Programs whose standard output is as large as the data they are pointed at: a database, an archive, a log, a stream of media. Keyed by name;
 * `with`: only where one of these stands among the arguments (a subcommand, an output of `-`); `unless`: these send the output elsewhere.
 */
export interface BulkCommand {
  readonly with?: readonly string[];
  readonly unless?: readonly string[];
}

const dump: BulkCommand = { unless: ['-f', '--file', '-r', '--result-file', '-o', '--out'] };
const containers: BulkCommand = { with: ['save', 'export', 'logs'], unless: ['-o', '--output', '--tail'] };

export const bulkCommands: Readonly<Record<string, BulkCommand>> = {
  pg_dump: dump,
  pg_dumpall: dump,
  mysqldump: dump,
  'mariadb-dump': dump,
  mongodump: { with: ['--archive'] },
  zcat: {},
  bzcat: {},
  xzcat: {},
  zstdcat: {},
  journalctl: { unless: ['-n', '--lines'] },
  docker: containers,
  podman: containers,
  kubectl: { with: ['logs'], unless: ['--tail', '--limit-bytes'] },
  git: { with: ['archive', 'cat-file', 'fast-export'], unless: ['-o', '--output', '-t', '-s', '-e'] },
  ffmpeg: { with: ['-', 'pipe:', 'pipe:1'] },
  tar: { with: ['-', '-O', '--to-stdout'] },
};
