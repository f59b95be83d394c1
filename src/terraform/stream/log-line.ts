/**
 * Text of a program, such that the runner reads none of it as a command. It looks for `::command::` at the start of a
 * line, after blanks, and for `##[command]` anywhere in one, and takes `\r` for the end of a line too; so a resource's
 * name or a provisioner's output could otherwise mask words, set the state of the `post` step, or forge annotations.
 */
export function logLines(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map((line) => line.replace(/^(\s*):(?=:)/, '$1: ').replaceAll('##[', '# #['));
}
