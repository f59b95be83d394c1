/** What the errors of every AWS SDK client look like. */
interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

interface SdkResult {
  readonly $metadata: { readonly httpStatusCode?: number };
}

/** `200`, or `412 PreconditionFailed`: the status, and the code of an error. */
export async function answerOf(call: Promise<SdkResult>): Promise<string> {
  try {
    const { $metadata } = await call;
    return String($metadata.httpStatusCode);
  } catch (error) {
    const { $metadata, name, message } = error as SdkError;
    if ($metadata?.httpStatusCode === undefined) return `no answer: ${name}: ${message}`;
    return `${$metadata.httpStatusCode} ${name}`;
  }
}
