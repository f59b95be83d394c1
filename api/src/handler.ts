/** What API Gateway hands over in payload format 2.0, as far as it is used here. */
export interface HttpRequest {
  /** The route that matched: `GET /api/health`. Unlike `rawPath` it is free of the stage. */
  readonly routeKey: string;
}

export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What Lambda knows of the call, as far as it is used here. */
export interface CallContext {
  /** The published version that the stage's alias points to. */
  readonly functionVersion: string;
}

/** Answers `GET /api/health` and `GET /api/release`; API Gateway itself answers every other path with 404. */
export async function handler(request: HttpRequest, context: CallContext): Promise<HttpResponse> {
  const stage = process.env.STAGE ?? 'unknown';
  switch (request.routeKey) {
    case 'GET /api/health':
      return json(200, { status: 'ok', stage });
    case 'GET /api/release':
      return json(200, { stage, version: context.functionVersion });
    default:
      return json(404, { error: `There is no ${request.routeKey}` });
  }
}

/** `no-store`: an answer about now is of no use later, to a browser neither. */
function json(statusCode: number, body: unknown): HttpResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
