import type { Reply } from './local-server.ts';
import { json } from './local-server.ts';

/** Volcano Ark's responses as its documentation describes them. */
export function arkResponses(changes: Readonly<Record<string, unknown>> = {}): Reply {
  return (response, { path, headers, body }) => {
    const refuse = (status: number, code: string): void =>
      json(
        { error: { code, message: `Refused: ${headers.authorization}`, param: '', type: 'Refused' } },
        status,
      )(response);
    if (headers.authorization !== 'Bearer ark-key') return refuse(401, 'AuthenticationError');
    if (path !== '/api/v3/responses') return refuse(404, 'InvalidEndpoint.NotFound');
    if (body['model'] === 'no-such-model') return refuse(404, 'ModelNotOpen');
    const isShaped = Array.isArray(body['input']) && typeof body['model'] === 'string';
    if (!isShaped) return refuse(400, 'InvalidParameter');
    return json({
      id: 'resp_1',
      object: 'response',
      created_at: 1_762_000_000,
      model: body['model'],
      status: 'completed',
      output: [
        {
          id: 'rs_1',
          type: 'reasoning',
          status: 'completed',
          summary: [{ type: 'summary_text', text: 'I look it up.' }],
        },
        {
          id: 'ws_1',
          type: 'web_search_call',
          status: 'completed',
          action: { type: 'search', query: 'price' },
        },
        {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          status: 'completed',
          content: [
            {
              type: 'output_text',
              text: 'It costs ',
              annotations: [{ type: 'url_citation', url: 'https://a.example' }],
            },
            { type: 'text', text: '10.' },
          ],
        },
      ],
      usage: {
        input_tokens: 300,
        input_tokens_details: { cached_tokens: 100 },
        output_tokens: 30,
        output_tokens_details: { reasoning_tokens: 12 },
        total_tokens: 330,
      },
      ...changes,
    })(response);
  };
}
