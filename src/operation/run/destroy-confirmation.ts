/** Between the stack that is destroyed and the protected things that go with it. */
const INCLUDING = ' including ';

/** The part of a confirmation that names the stack. */
export function confirmedStack(confirmation: string): string {
  return confirmation.split(INCLUDING, 1)[0] ?? '';
}

/** What `protect` protects and the confirmation names nevertheless: `OWNER/REPO:dev including aws_db_instance.main, ...`. */
export function confirmedProtected(confirmation: string): ReadonlySet<string> {
  const at = confirmation.indexOf(INCLUDING);
  if (at < 0) return new Set();
  const named = confirmation.slice(at + INCLUDING.length).split(/,\s+/);
  return new Set(named.map((name) => name.trim()).filter((name) => name !== ''));
}
