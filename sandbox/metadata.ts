import { json, type Answer } from './answer.ts';
import { PUBLIC_CLIENT } from './identity/provider.ts';

/** What `/metadata` tells; enough for the published API client and command line. */
export function answerMetadata(publicUrl: string, authPath: string): Answer {
  const { hostname } = new URL(publicUrl);
  return json(200, {
    authentication: {
      url: publicUrl,
      path: authPath,
      realm: 'kelvin',
      logout_path: '/auth/realms/kelvin/logout',
    },
    api: { url: publicUrl, path: '/api/v4' },
    'core-api': { url: publicUrl },
    'admin-tool': { client_id: PUBLIC_CLIENT },
    docker: { url: hostname, port: '5000' },
    documentation: { url: 'https://docs.kelvin.ai' },
    schema: { minimum_spec_version: '4.0.0', latest_spec_version: '5.0.0' },
    sdk: {
      ksdk_minimum_version: '0.0.1',
      ksdk_latest_version: '0.0.1',
      docker_minimum_version: '18.0.0',
      components: {},
    },
  });
}
