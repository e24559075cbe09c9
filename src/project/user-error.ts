/** The user's mistake, or the machine's: shown as one clean line, exit code 2. Everything else that is thrown is ours, exit code 3. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
