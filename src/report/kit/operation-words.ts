import type { OperationName } from '../../operation/run/outcome.js';

const DONE: Readonly<Partial<Record<OperationName, string>>> = {
  destroy: 'Destroyed',
  rollback: 'Rolled back',
  'rollback-site': 'Rolled back the site of',
  unlock: 'Unlocked',
};
const DOING: Readonly<Partial<Record<OperationName, string>>> = {
  destroy: 'Destroying',
  rollback: 'Rolling back',
  'rollback-site': 'Rolling back the site of',
  unlock: 'Unlocking',
};

/** What a change of a stage has done, before the stack's name. */
export function done(operation: OperationName): string {
  return DONE[operation] ?? 'Deployed';
}

/** What a change of a stage does, before the stack's name. */
export function doing(operation: OperationName): string {
  return DOING[operation] ?? 'Deploying';
}
