import { ActionError } from '../errors.js';

/** The built front end cannot be deployed, whoever may read the bucket: a pull request that brings it has to fail. */
export class UnfitSite extends ActionError {}
