import { DownloadError } from './download-error.js';

/** The proxy for a URL, as options of undici's `EnvHttpProxyAgent`. */
export interface ProxyRoute {
  /**
   * The variable and its value, for messages: `https_proxy is proxy.example.org:3128`, without credentials.
   */
  readonly proxy?: string;
  readonly options: { readonly httpProxy: string; readonly httpsProxy: string; readonly token?: string };
}

const direct: ProxyRoute = { options: { httpProxy: '', httpsProxy: '' } };

/**
 * The proxy for a URL according to the environment (`HTTPS_PROXY`, `HTTP_PROXY`). It is parsed here, because undici
 * does not support a proxy without a scheme, or a user name without a password. undici handles `NO_PROXY`.
 *
 * @throws {DownloadError} if the variable is not a valid proxy. Its value is not shown, because it may
 *   contain a password.
 */
export function environmentProxy(url: URL, environment: NodeJS.ProcessEnv = process.env): ProxyRoute {
  const name = `${url.protocol.slice(0, -1)}_proxy`;
  const variable = environment[name] ? name : name.toUpperCase();
  const value = environment[variable];
  if (!value) return direct;
  const proxy = parseProxy(value.includes('://') ? value : `http://${value}`);
  if (!proxy) {
    throw new DownloadError(
      `expected the environment variable ${variable} to be an http or https URL such as http://proxy.example.org:3128`,
      false,
    );
  }
  const uri = proxy.origin;
  const login = loginOf(proxy);
  return {
    proxy: `${variable} is ${proxy.host}`,
    options: {
      httpProxy: url.protocol === 'http:' ? uri : '',
      httpsProxy: url.protocol === 'https:' ? uri : '',
      ...(login && { token: `Basic ${Buffer.from(login).toString('base64')}` }),
    },
  };
}

function parseProxy(text: string): URL | undefined {
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  return proxy && ['http:', 'https:'].includes(proxy.protocol) ? proxy : undefined;
}

function loginOf({ username, password }: URL): string | undefined {
  return username || password ? `${decoded(username)}:${decoded(password)}` : undefined;
}

/** Decodes percent escapes. If one is invalid, the text is returned unchanged. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
