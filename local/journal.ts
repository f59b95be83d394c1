import { writeFile } from 'node:fs/promises';

/** One request to the local cloud. Times are milliseconds since the journal began, so that order can be proved. */
export interface JournalEntry {
  /** Over the whole cloud, from 1, in the order in which requests arrived. */
  readonly number: number;
  readonly service: string;
  /** As AWS or GitHub name it (`PutObject`); empty for an unknown request. */
  readonly operation: string;
  readonly method: string;
  /** As sent: neither decoded nor with the query. */
  readonly path: string;
  readonly query: string;
  /** Only what tests look at; never an `authorization`, as the query never has a signature. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the credentials that signed the request. */
  readonly accessKeyId?: string;
  /** 0 while the request is under way, and when the connection was cut instead of an answer. */
  readonly status: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly startedAt: number;
  /** When the last byte of the answer was handed over; absent while the request is under way. */
  readonly finishedAt?: number;
  /** What went wrong on the way, in words: an injected fault, or a client that went away. */
  readonly fault?: string;
  /** The server does not know this request and answered 501. */
  readonly unknown?: true;
}

/** An entry that its server still fills in. */
export type OpenEntry = { -readonly [Field in keyof JournalEntry]: JournalEntry[Field] };

/** What is known of a request when its head has arrived. */
export type Arrival = Pick<JournalEntry, 'service' | 'operation' | 'method' | 'path' | 'query'> & {
  readonly headers: Readonly<Record<string, string>>;
};

const KEPT_HEADER =
  /^(accept|content-(type|length|encoding|md5|disposition|language)|cache-control|expect|host|if-.*|range|user-agent|x-amz-(?!security-token|server-side-encryption-customer|user-agent|date|content-sha256).*|x-github-.*)$/;
const PRESIGNED_SECRET = /(X-Amz-(?:Signature|Security-Token))=[^&]*/g;
const READS = new Set(['GET', 'HEAD', 'OPTIONS', 'LIST']);

/** Every request to every server of one local cloud, in order of arrival. */
export class Journal {
  readonly #entries: OpenEntry[] = [];
  readonly #began = performance.now();

  open(arrival: Arrival): OpenEntry {
    const kept = Object.entries(arrival.headers).filter(([name]) => KEPT_HEADER.test(name));
    const accessKeyId = /Credential=([^/,\s]+)\//.exec(arrival.headers.authorization ?? '')?.[1];
    const entry: OpenEntry = {
      number: this.#entries.length + 1,
      service: arrival.service,
      operation: arrival.operation,
      method: arrival.method,
      path: arrival.path,
      query: arrival.query.replace(PRESIGNED_SECRET, '$1=-'),
      headers: Object.fromEntries(kept),
      ...(accessKeyId === undefined ? {} : { accessKeyId }),
      status: 0,
      requestBytes: 0,
      responseBytes: 0,
      startedAt: this.now(),
    };
    this.#entries.push(entry);
    return entry;
  }

  /** Milliseconds since this journal began. */
  now(): number {
    return performance.now() - this.#began;
  }

  entries(filter: { readonly service?: string; readonly operation?: string } = {}): readonly JournalEntry[] {
    return this.#entries.filter(
      (entry) =>
        (filter.service === undefined || entry.service === filter.service) &&
        (filter.operation === undefined || entry.operation === filter.operation),
    );
  }

  /** Whatever could have changed something: all but GET, HEAD, OPTIONS and LIST. */
  writes(): readonly JournalEntry[] {
    return this.#entries.filter((entry) => !READS.has(entry.method));
  }

  /** Requests that no server knew. A test or a demo that leaves any has met a call that nobody checked. */
  unknown(): readonly JournalEntry[] {
    return this.#entries.filter((entry) => entry.unknown === true);
  }

  /** Forgets all entries; the next one is number 1 again. */
  clear(): void {
    this.#entries.length = 0;
  }

  /** One JSON object a line. */
  async writeTo(file: string): Promise<void> {
    await writeFile(file, this.#entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }
}
