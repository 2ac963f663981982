import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'statecart';
import { HttpProblem, problemOf } from '../http/problem.ts';

/** Where no route is. */
export const noRoute: RequestHandler = (request) => {
  throw new HttpProblem(404, 'NOT_FOUND', `There is nothing at ${request.method} ${request.path}.`);
};

/** Answers every error with a problem. What is ours to mend goes into the log, and not to the client. */
export function answerErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const problem = problemOf(ownWords(error));
    if (problem.status > 499) {
      logger.error({ err: error, method: request.method, path: request.path }, 'a request failed');
    }
    if (problem.status === 503) response.set('retry-after', '5');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

/** What Express' body parsers and its router throw: they have a status, and a type if a body was at fault. */
function ownWords(error: unknown): unknown {
  const { status, type } = (error ?? {}) as { readonly status?: unknown; readonly type?: unknown };
  if (typeof status !== 'number' || status < 400 || status > 499 || error instanceof HttpProblem)
    return error;
  if (type === 'entity.parse.failed')
    return new HttpProblem(400, 'MALFORMED_JSON', 'The body is not valid JSON.');
  if (type === 'entity.too.large') return new HttpProblem(413, 'BODY_TOO_LARGE', 'The body is too large.');
  return new HttpProblem(status, 'BAD_REQUEST', 'The request can not be read.');
}
