export interface Webhook {
  /** Posts JSON. Throws when it was not taken; the message does not have the address, which is a secret. */
  post(url: string, body: string): Promise<void>;
}
