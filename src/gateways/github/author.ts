import * as v from 'valibot';

/** Who made something on GitHub; `null`: an account that is gone. */
export const AUTHOR = v.nullable(v.object({ login: v.string(), type: v.optional(v.string(), 'User') }));
export type Author = v.InferOutput<typeof AUTHOR>;

/** An app is `name[bot]` in one API and `name` in the other; a person called `name` is somebody else. */
export function isBy(viewer: string, author: Author): boolean {
  if (author === null) return false;
  if (author.login === viewer) return true;
  return author.type === 'Bot' && withoutBot(author.login) === withoutBot(viewer);
}

export function withoutBot(login: string): string {
  return login.replace(/\[bot\]$/, '');
}
