import { readFileSync } from 'node:fs';

/** A file that cannot be read has no secret to hide; Terraform says what is wrong with it. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
