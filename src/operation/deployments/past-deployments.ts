import type { PastDeployment } from '../../ports/deployments.js';

/** Statuses that one run asks for, and deployments that a plan is compared with: of what is further back nothing is said. */
const MOST_STATUSES = 12;
const MOST_DEPLOYMENTS = 60;

/** What was deployed since a plan was made. */
export interface DeployedSince {
  readonly all: readonly PastDeployment[];
  /** The one of them that had ended well by then; `undefined`: nothing had. */
  readonly ended: PastDeployment | undefined;
}

/** Reads the list of deployments as far as it is asked, and each status once. */
export class PastDeployments {
  private readonly read: PastDeployment[] = [];
  private readonly ends = new Map<PastDeployment, Promise<string | undefined>>();
  private readonly rest: AsyncIterator<PastDeployment>;
  private asked: Promise<unknown> = Promise.resolve();

  constructor(deployments: AsyncIterable<PastDeployment>) {
    this.rest = deployments[Symbol.asyncIterator]();
  }

  async newest(): Promise<PastDeployment | undefined> {
    return await this.at(0);
  }

  /** ISO 8601; `undefined`: it has not ended well. */
  async endOfNewest(): Promise<string | undefined> {
    const newest = await this.newest();
    return newest === undefined ? undefined : await this.endOf(newest);
  }

  /** All that began at this time or later, and those before it back to the newest that had ended well; `undefined`: too many. */
  async since(time: string): Promise<DeployedSince | undefined> {
    // One after the other: each reads on where the one before stopped.
    const found = this.asked.then(() => this.back(time));
    this.asked = found.catch(() => {});
    return await found;
  }

  private async back(time: string): Promise<DeployedSince | undefined> {
    const all: PastDeployment[] = [];
    for (let index = 0; index < MOST_DEPLOYMENTS; index++) {
      const one = await this.at(index);
      if (one === undefined) return { all, ended: undefined };
      all.push(one);
      if (Date.parse(one.createdAt) >= Date.parse(time)) continue;
      if (!this.ends.has(one) && this.ends.size === MOST_STATUSES) return undefined;
      const ended = await this.endOf(one);
      if (ended !== undefined && Date.parse(ended) < Date.parse(time)) return { all, ended: one };
    }
    return undefined;
  }

  private async at(index: number): Promise<PastDeployment | undefined> {
    while (this.read.length <= index) {
      const { done, value } = await this.rest.next();
      if (done === true) return undefined;
      this.read.push(value);
    }
    return this.read[index];
  }

  private async endOf(one: PastDeployment): Promise<string | undefined> {
    const known = this.ends.get(one) ?? one.succeededAt();
    this.ends.set(one, known);
    return await known;
  }
}
