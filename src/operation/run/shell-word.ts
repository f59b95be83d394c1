/** One word for a shell, in quotes where it needs them: bash, zsh and sh read it alike. */
export function shellWord(text: string): string {
  return /^[\w./:@-][\w./:=@-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
